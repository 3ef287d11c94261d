# Reaches for the process from which the next runs are forked: its memory, descriptors, orders and limits; then interrupts, stops and wakes it.
# layers: agent
from kit import *
import signal, time
SIGNALS = (signal.SIGINT, signal.SIGSTOP, signal.SIGCONT, signal.SIGSTOP)
for pid in [int(p) for p in os.listdir("/proc") if p.isdigit() and int(p) not in (1, os.getpid())]:
    for name in ("mem", "environ", "maps", "auxv", "fd/0", "fd/3", "fd/4", "fd/5", "cwd/main.py", "root/etc/passwd", "oom_score_adj", "timerslack_ns", "clear_refs", "coredump_filter"):
        for flags in (os.O_RDONLY, os.O_WRONLY | os.O_NONBLOCK):
            try:
                fd = os.open(f"/proc/{pid}/{name}", flags)
                breach(f"{name}: {os.read(fd, 1) if flags == os.O_RDONLY else os.write(fd, b'0')}")
            except OSError: pass
    denied("ptrace", 16, pid, 0, 0)
    denied("pidfd_getfd", os.pidfd_open(pid), 4, 0)
    for number in SIGNALS:
        try: os.kill(pid, number)
        except OSError: pass
        time.sleep(0.05)
# --- next
import os, signal, sys
odd = []
if signal.getsignal(signal.SIGINT) is not signal.default_int_handler: odd.append("signals")
if sys.argv != ["main.py"] or not os.isatty(0) or os.getppid() != 1: odd.append("identity")
print("BREACH " + str(odd) if odd else "HELD")
