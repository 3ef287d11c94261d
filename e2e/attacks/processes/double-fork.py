# Daemonises a hundred times, each in a session of its own, out of reach of its parent.
# layers: agent
from kit import *
import time
for _ in range(100):
    try:
        if os.fork() == 0:
            os.setsid()
            try:
                if os.fork() == 0: time.sleep(60)
            finally: os._exit(0)
        os.wait()
    except OSError: break
