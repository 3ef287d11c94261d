# Maps memory that is shared, anonymous and locked.
# layers: memory
# contained: out_of_memory, signaled, box_lost
from kit import *
import mmap
blocks = []
for _ in range(150):
    block = mmap.mmap(-1, 4 << 20, mmap.MAP_SHARED | mmap.MAP_ANONYMOUS | getattr(mmap, "MAP_POPULATE", 0))
    for at in range(0, 4 << 20, 4096): block[at] = 1
    blocks.append(block)
breach("600 MiB")
