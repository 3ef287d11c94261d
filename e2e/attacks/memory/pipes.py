# Fills pipes: kernel memory that belongs to nobody’s heap.
# layers: memory, ulimits
# contained: held, out_of_memory, signaled, box_lost
from kit import *
import fcntl
total = 0
pipes = []
try:
    while total < (1 << 30):
        ends = os.pipe(); pipes.append(ends)
        try: fcntl.fcntl(ends[1], 1031, 1 << 20)
        except OSError: pass
        os.set_blocking(ends[1], False)
        try:
            while True: total += os.write(ends[1], b"x" * 65536)
        except BlockingIOError: pass
except OSError: pass
if total > (300 << 20): breach(f"{total >> 20} MiB in pipes")
