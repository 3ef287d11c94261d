# Makes watches, epolls, timers, event descriptors: memory of the kernel’s own.
# layers: memory, ulimits
# contained: held, out_of_memory, signaled, box_lost
from kit import *
import select, time
kept = []
libc = ctypes.CDLL(None)
try:
    while True: kept.append(select.epoll()); kept.append(os.eventfd(0))
except OSError: pass
for item in kept[:100]: item.close() if hasattr(item, "close") else os.close(item)
fd = libc.inotify_init1(0)
watches = 0
for top, folders, _ in os.walk("/usr"):
    if fd < 0 or libc.inotify_add_watch(fd, top.encode(), 0xFFF) < 0: break
    watches += 1
timers = 0
identifier = ctypes.c_int()
while timers < 100_000 and libc.timer_create(1, None, ctypes.byref(identifier)) == 0: timers += 1
