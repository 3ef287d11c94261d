# Takes every process the box may have, and keeps them while the agent works.
# layers: agent
from kit import *
import time
try:
    while True:
        if os.fork() == 0: time.sleep(300); os._exit(0)
except OSError: pass
print("HELD", flush=True)
os._exit(0)
