# Leaves its dead children unburied.
# layers: processes
from kit import *
made = 0
try:
    for _ in range(1000):
        if os.fork() == 0: os._exit(0)
        made += 1
except OSError: pass
if made >= 128: breach(f"{made} zombies")
