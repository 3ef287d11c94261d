# Writes wherever it may by the files’ modes.
# layers: read-only root
from kit import *
for top, folders, files in os.walk("/"):
    folders[:] = [f for f in folders if os.path.join(top, f) not in ("/proc", "/sys", "/code", "/tmp", "/dev/shm", "/dev/mqueue", "/dev/pts")]
    try:
        with open(top + "/.attack", "w"): breach(f"wrote in {top}")
    except OSError: pass
