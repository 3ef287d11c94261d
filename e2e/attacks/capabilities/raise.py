# Raises capabilities: by capset, by the ambient set, back from the bounding set.
# layers: capabilities
from kit import *
header = (ctypes.c_uint32 * 2)(0x20080522, 0)
data = (ctypes.c_uint32 * 6)(*[0xFFFFFFFF] * 6)
refused("capset", syscall, "capset", ctypes.byref(header), ctypes.byref(data))
for capability in range(41):
    if ctypes.CDLL(None).prctl(47, 2, capability, 0, 0) == 0: breach(f"ambient capability {capability}")
    if ctypes.CDLL(None).prctl(23, capability, 0, 0, 0) == 1: breach(f"capability {capability} in the bounding set")
