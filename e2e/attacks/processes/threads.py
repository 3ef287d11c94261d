# Starts threads until there are no more.
# layers: processes
from kit import *
import threading, time
made = 0
try:
    for _ in range(2000): threading.Thread(target=time.sleep, args=(3,), daemon=True).start(); made += 1
except RuntimeError: pass
# gVisor's threads are its own, and cost its box's memory only.
if made >= 128 and not GVISOR: breach(f"{made} threads")
print("HELD", flush=True)
os._exit(0)
