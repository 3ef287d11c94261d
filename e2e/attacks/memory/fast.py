# Takes as much memory as it can, at once.
# layers: memory
# contained: out_of_memory, box_lost
from kit import *
block = b"x" * (600 << 20)
breach("600 MiB")
