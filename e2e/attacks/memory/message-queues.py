# Fills message queues of both kinds, and shared segments, and leaves them.
# layers: memory
# contained: held, out_of_memory, signaled, box_lost
from kit import *
libc = ctypes.CDLL(None, use_errno=True)
queues = total = 0
while queues < 1000:
    queue = libc.msgget(0, 0o600)
    if queue < 0: break
    queues += 1
    message = ctypes.create_string_buffer(b"\1" + b"\0" * 8191)
    while libc.msgsnd(queue, ctypes.byref(message), 8000, 0o4000) == 0: total += 8000
posix = 0
for number in range(300):
    # O_CREAT | O_RDWR | O_NONBLOCK
    queue = libc.mq_open(b"/q%d" % number, 0o4102, 0o600, None)
    if queue < 0: break
    posix += 1
    while libc.mq_send(queue, b"x" * 8192, 8192, 0) == 0: total += 8192
segments = 0
while segments < 150:
    segment = libc.shmget(0, 4 << 20, 0o1600)
    if segment < 0: break
    segments += 1
    libc.shmat.restype = ctypes.c_void_p
    address = libc.shmat(segment, None, 0)
    if address in (None, ctypes.c_void_p(-1).value): break
    ctypes.memset(address, 1, 4 << 20); total += 4 << 20
if total > (400 << 20): breach(f"{total >> 20} MiB")
