# Counts how many processes it gets.
# layers: processes
from kit import *
import time
made = []
try:
    for _ in range(2000):
        pid = os.fork()
        if pid == 0: time.sleep(20); os._exit(0)
        made.append(pid)
except OSError: pass
if len(made) >= 128: breach(f"{len(made)} processes")
