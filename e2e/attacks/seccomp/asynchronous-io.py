# Takes the host’s contexts of asynchronous input and output, which it counts for everybody.
# layers: seccomp
# tiers: standard
from kit import *
contexts = 0
for _ in range(100):
    context = ctypes.c_ulong(0)
    try: syscall("io_setup", 1000, ctypes.byref(context)); contexts += 1
    except OSError: break
if contexts: breach(f"{contexts} contexts")
