# Enters namespaces of the agent.
# layers: seccomp
# tiers: standard
from kit import *
for name in ("user", "mnt", "pid", "net", "ipc", "uts", "cgroup"):
    try: fd = os.open(f"/proc/1/ns/{name}", os.O_RDONLY)
    except OSError: fd = os.open(f"/proc/self/ns/{name}", os.O_RDONLY)
    denied("setns", fd, 0)
