# Runs again at once, and reaches for the process from which it was forked: memory, descriptors, orders and limits; then interrupts, stops and wakes it.
# layers: agent
print("HELD")
# --- next
print("HELD")
# --- next
from kit import *
import signal, sys, time
SIGNALS = (signal.SIGINT, signal.SIGSTOP, signal.SIGCONT, signal.SIGSTOP)
if signal.getsignal(signal.SIGINT) is not signal.default_int_handler or sys.argv != ["main.py"] or not os.isatty(0) or os.getppid() != 1: breach("a program is not as it would be")
for pid in [int(p) for p in os.listdir("/proc") if p.isdigit() and int(p) not in (1, os.getpid())]:
    for name in ("mem", "environ", "maps", "auxv", "fd/0", "fd/3", "fd/4", "fd/5", "cwd/main.py", "root/etc/passwd"):
        try: breach(f"{name}: {os.read(os.open(f'/proc/{pid}/{name}', os.O_RDONLY), 1)}")
        except OSError: pass
    for name in ("mem", "fd/4", "fd/5", "oom_score_adj", "timerslack_ns", "clear_refs", "coredump_filter", "comm"):
        try: breach(f"{name}: {os.write(os.open(f'/proc/{pid}/{name}', os.O_WRONLY | os.O_NONBLOCK), b'0')}")
        except OSError: pass
    denied("ptrace", 16, pid, 0, 0)
    denied("pidfd_getfd", os.pidfd_open(pid), 4, 0)
    for number in SIGNALS:
        try: os.kill(pid, number)
        except OSError: pass
        time.sleep(0.05)
