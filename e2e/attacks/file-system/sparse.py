# Makes a file that looks like a terabyte.
# layers: ulimits
from kit import *
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open("/tmp/sparse", "wb") as file:
    for size in (1 << 40, 1 << 30, 65 << 20): refused(f"{size} bytes", os.truncate, "/tmp/sparse", size)
