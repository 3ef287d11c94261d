# Loads filters of its own into the kernel.
# layers: seccomp
# tiers: standard
from kit import *
denied("seccomp", 1, 0, 0)
libc = ctypes.CDLL(None, use_errno=True)
if libc.prctl(22, 2, 0, 0, 0) == 0 or ctypes.get_errno() not in (errno.EPERM, errno.ENOSYS): breach(f"prctl: {ctypes.get_errno()}")
