# Takes memory by files: every folder filled, an open file that has no name, a memfd.
# layers: memory
# contained: out_of_memory, signaled, box_lost
from kit import *
files = []
for folder in ("/tmp", "/code", "/dev/shm"):
    try:
        file = open(folder + "/big", "wb", 0); files.append(file); os.unlink(folder + "/big")
        for _ in range(70): file.write(b"x" * (1 << 20))
    except OSError: pass
fd = os.memfd_create("big")
for part in range(600):
    try: os.write(fd, b"x" * (1 << 20))
    except OSError:
        # A file's size is bounded too.
        fd = os.memfd_create(f"big{part}"); files.append(fd)
breach("600 MiB")
