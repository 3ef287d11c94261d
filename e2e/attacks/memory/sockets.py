# Fills sockets, and sends descriptors of sockets through sockets.
# layers: memory, ulimits
# contained: held, out_of_memory, signaled, box_lost
from kit import *
import socket, array
total = 0
pairs = []
try:
    while total < (1 << 30):
        one, other = socket.socketpair(); pairs.append((one, other))
        one.setblocking(False)
        try: one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8 << 20)
        except OSError: pass
        try:
            while True: total += one.send(b"x" * 65536)
        except OSError: pass
        try: one.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [other.fileno()]))])
        except OSError: pass
except OSError: pass
if total > (400 << 20): breach(f"{total >> 20} MiB in sockets")
