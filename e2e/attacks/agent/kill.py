# Sends the agent every signal, alone, in groups, and through a descriptor.
# layers: agent
from kit import *
import signal
for number in range(1, 65):
    try: os.kill(1, number)
    except OSError: pass
try:
    fd = os.pidfd_open(1)
    for number in (9, 15, 19, 11): signal.pidfd_send_signal(fd, number)
except OSError: pass
