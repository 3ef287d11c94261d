# Leaves shared memory of every kind, held by a child: named, anonymous, System V, and queues and semaphores beside it.
# layers: agent
from kit import *
import mmap, time
libc = ctypes.CDLL(None, use_errno=True)
named = os.open("/dev/shm/reuse", os.O_RDWR | os.O_CREAT, 0o600)
os.truncate(named, 4096)
shared = mmap.mmap(named, 4096)
shared[:6] = b"secret"
segment = libc.shmget(4713, 4096, 0o1600)
libc.shmat.restype = ctypes.c_void_p
if segment >= 0: libc.shmat(segment, None, 0)
libc.semget(4713, 1, 0o1600)
libc.msgget(4713, 0o1600)
libc.sem_open(b"/reuse", os.O_CREAT, 0o600, 1)
if os.fork() == 0:
    os.setsid()
    while True: time.sleep(1000)
# --- next
import ctypes, os
libc = ctypes.CDLL(None)
left = os.listdir("/dev/shm")
for kind, call in (("shm", lambda: libc.shmget(4713, 4096, 0)), ("sem", lambda: libc.semget(4713, 1, 0)), ("msg", lambda: libc.msgget(4713, 0))):
    if call() >= 0: left.append(kind)
print("BREACH " + str(left) if left else "HELD")
