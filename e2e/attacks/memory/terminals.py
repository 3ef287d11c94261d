# Fills the buffers of terminals.
# layers: memory, ulimits
# contained: held, out_of_memory, signaled, box_lost
from kit import *
import pty
total = 0
try:
    while True:
        master, slave = pty.openpty()
        os.set_blocking(slave, False)
        try:
            while True: total += os.write(slave, b"x" * 4096)
        except BlockingIOError: pass
except OSError: pass
if total > (300 << 20): breach(f"{total >> 20} MiB")
