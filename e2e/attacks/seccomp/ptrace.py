# Traces its own child, and asks to be traced.
# layers: seccomp
# tiers: standard
from kit import *
child = os.fork()
if child == 0:
    import time; time.sleep(5); os._exit(0)
denied("ptrace", 16, child, 0, 0)
os.kill(child, 9)
os.waitpid(child, 0)
# Last: where it is let through, the next signal stops this program.
denied("ptrace", 0, 0, 0, 0)
