# Makes namespaces by clone, by clone3, and with the flags in high bits.
# layers: seccomp
# tiers: standard
from kit import *
for flags in (0x10000000, 0x40000000, 0x20000000, 0x10020000):
    for high in (0, 1 << 32):
        try:
            pid = syscall("clone", flags | high | 17, 0, 0, 0, 0)
            if pid == 0: os._exit(0)
            breach(f"clone {flags:#x}")
        except OSError as fault:
            if fault.errno != errno.EPERM: breach(f"clone {flags:#x}: {fault.errno}")
arguments = (ctypes.c_uint64 * 11)(0x10000000, 0, 0, 0, 17)
denied("clone3", ctypes.byref(arguments), 88)
