# Opens everything it can and leaves it open in a child, so that the next run’s interpreter may inherit it.
# layers: agent
from kit import *
import socket, time
kept = [os.open(path, os.O_RDWR | os.O_CREAT, 0o600) for path in ("/tmp/kept", "/code/kept", "/dev/shm/kept")]
kept += [os.memfd_create("kept"), os.open("/dev/ptmx", os.O_RDWR | os.O_NOCTTY), *os.pipe(), *(s.detach() for s in socket.socketpair())]
for fd in kept: os.set_inheritable(fd, True)
if os.fork() == 0:
    os.setsid()
    while True: time.sleep(1000)
# --- next
import os
left = {}
for fd in os.listdir("/proc/self/fd"):
    try: left[int(fd)] = os.readlink(f"/proc/self/fd/{fd}")
    except OSError: pass
terminal = os.ttyname(0)
odd = {fd: name for fd, name in left.items() if fd > 2 and not name.endswith("/fd") and not name.endswith("/main.py")} | {fd: name for fd, name in left.items() if fd <= 2 and name != terminal}
print("BREACH " + str(odd) if odd else "HELD")
