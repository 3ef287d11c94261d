# Takes memory bit by bit.
# layers: memory
# contained: out_of_memory, box_lost
from kit import *
blocks = []
for _ in range(150): blocks.append(b"x" * (4 << 20))
breach("600 MiB")
