# Traces its own child.
# layers: seccomp
# tiers: standard
from kit import *
denied("ptrace", 0, 0, 0, 0)
child = os.fork()
if child == 0:
    import time; time.sleep(5); os._exit(0)
denied("ptrace", 16, child, 0, 0)
os.kill(child, 9)
