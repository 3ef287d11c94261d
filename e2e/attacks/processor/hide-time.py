# Spins in children that nobody waits for, so that no account holds their time.
# layers: processor time
# tiers: standard
# contained: cpu_limit, stopped
# stop: 30
from kit import *
import signal, time
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
end = time.time() + 60
while time.time() < end:
    if os.fork() == 0:
        stop = time.time() + 0.3
        while time.time() < stop: pass
        os._exit(0)
    time.sleep(0.3)
breach("60 s of spinning")
