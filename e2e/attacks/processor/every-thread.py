# Spins in every process it can get, and counts how many processors that gives.
# layers: processor
# tiers: standard
# contained: held, cpu_limit
from kit import *
import time, resource
begin = time.time()
for _ in range(4):
    if os.fork() == 0:
        end = time.time() + 1.5
        while time.time() < end: pass
        os._exit(0)
for _ in range(4): os.wait()
used = resource.getrusage(resource.RUSAGE_CHILDREN)
share = (used.ru_utime + used.ru_stime) / (time.time() - begin)
if share > 1.5: breach(f"{share:.2f} processors")
