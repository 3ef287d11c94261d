# Reads the agent’s memory, environment, descriptors and folders.
# layers: agent
# tiers: standard
from kit import *
for name in ("mem", "environ", "maps", "auxv", "stack", "syscall", "fd/0", "fd/1", "root/etc/passwd", "cwd"):
    try:
        path = "/proc/1/" + name
        data = os.listdir(path) if os.path.isdir(path) else open(path, "rb").read(1)
        if data: breach(f"{name}: {data!r}")
    except OSError: pass
