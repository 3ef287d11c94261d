# Takes memory up to the limit and ends, leaving files in its place.
# layers: agent
# contained: held, out_of_memory, signaled, box_lost
from kit import *
for folder in ("/tmp", "/code", "/dev/shm"):
    try:
        with open(folder + "/big", "wb") as file:
            while True: file.write(b"x" * (1 << 20))
    except OSError: pass
blocks = []
try:
    for _ in range(20): blocks.append(b"x" * (4 << 20))
except MemoryError: pass
