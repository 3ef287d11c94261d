# Looks for shared memory and queues of somebody else.
# layers: ipc namespace
from kit import *
if os.listdir("/dev/shm"): breach(str(os.listdir("/dev/shm")))
for kind in ("shm", "msg", "sem"):
    try:
        if len(open(f"/proc/sysvipc/{kind}").read().splitlines()) > 1: breach(kind)
    except OSError: pass
size = os.statvfs("/dev/shm")
if size.f_blocks * size.f_frsize > (17 << 20): breach(f"/dev/shm of {size.f_blocks * size.f_frsize >> 20} MiB")
