# Makes itself more important than the server: real time, negative nice, disk priority.
# layers: capabilities
from kit import *
for policy in (os.SCHED_FIFO, os.SCHED_RR): refused("real time", os.sched_setscheduler, 0, policy, os.sched_param(1))
# gVisor takes any number: its processes share one niceness on the host.
if not GVISOR: refused("nice -10", os.nice, -10)
libc = ctypes.CDLL(None, use_errno=True)
number = 251 if platform.machine() == "x86_64" else 30
if libc.syscall(ctypes.c_long(number), 1, 0, 1 << 13) == 0: breach("real-time disk priority")
