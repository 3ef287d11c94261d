# Leaves alarms, timers and asynchronous notices behind that are to go off in the next run.
# layers: agent
from kit import *
import fcntl, signal, time
signal.setitimer(signal.ITIMER_REAL, 1.2)
if os.fork() == 0:
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    signal.setitimer(signal.ITIMER_REAL, 0.5, 0.05)
    # The terminal is told to send SIGIO to whoever has our number.
    try:
        fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC | os.O_NONBLOCK)
    except OSError: pass
    time.sleep(1000)
print("READY", flush=True)
# --- next
import fcntl, os, signal, time
got = []
for number in (signal.SIGALRM, signal.SIGIO, signal.SIGPROF, signal.SIGVTALRM, signal.SIGHUP, signal.SIGCHLD): signal.signal(number, lambda n, _: got.append(n))
for fd in (0, 1, 2):
    if fcntl.fcntl(fd, fcntl.F_GETFL) & (os.O_ASYNC | os.O_NONBLOCK): got.append(f"flags of {fd}")
if signal.getitimer(signal.ITIMER_REAL)[0]: got.append("an alarm")
end = time.monotonic() + 1.5
while time.monotonic() < end: time.sleep(0.05)
print("BREACH " + str(got) if got else "HELD")
