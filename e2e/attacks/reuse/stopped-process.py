# Leaves processes that are stopped, ignore every signal they can, and have left the session: one that no signal but KILL ends.
# layers: agent
from kit import *
import signal, time
# gVisor hangs up a whole group when one of it is stopped and another leaves.
signal.signal(signal.SIGHUP, signal.SIG_IGN)
for kind in range(4):
    if os.fork() == 0:
        if kind % 2: os.setsid()
        for number in range(1, 65):
            try: signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError): pass
        if kind < 2: os.kill(os.getpid(), signal.SIGSTOP)
        while True: time.sleep(1000)
time.sleep(0.2)
# --- next
from kit import *
others = strangers()
print("BREACH processes " + str([open(f"/proc/{pid}/stat").read()[:40] for pid in others]) if others else "HELD")
