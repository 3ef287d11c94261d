# Looks for descriptors that somebody forgot to close.
# layers: agent
from kit import *
for name in os.listdir("/proc/self/fd"):
    try: target = os.readlink(f"/proc/self/fd/{name}")
    except OSError: continue
    if int(name) > 2 and "/proc/" not in target and "/code" not in target: breach(f"{name} is {target}")
