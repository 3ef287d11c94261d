# Types into a terminal for somebody else (TIOCSTI), with the request’s high bits set too.
# layers: seccomp
# tiers: standard
from kit import *
import fcntl, termios
libc = ctypes.CDLL(None, use_errno=True)
for request in (0x5412, 0x1_0000_5412, 0x541C, 0x1_0000_541C, 0x5423):
    key = ctypes.c_char(b"x")
    number = 16 if platform.machine() == "x86_64" else 29
    if libc.syscall(ctypes.c_long(number), ctypes.c_long(0), ctypes.c_ulong(request), ctypes.byref(key)) == 0 or ctypes.get_errno() != errno.EPERM: breach(f"ioctl {request:#x}: {ctypes.get_errno()}")
