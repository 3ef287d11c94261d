# Writes to every terminal it can open.
# layers: agent
from kit import *
for name in os.listdir("/dev/pts"):
    if name == "ptmx": continue
    try:
        fd = os.open("/dev/pts/" + name, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        if not os.path.samestat(os.fstat(fd), os.fstat(0)): breach(f"another terminal: {name}")
        os.close(fd)
    except OSError: pass
