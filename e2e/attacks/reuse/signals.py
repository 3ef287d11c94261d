# Ignores and blocks every signal, and changes what children inherit: mask, limits, niceness, priorities, processors, timer slack.
# layers: agent
from kit import *
import resource, signal
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
for number in range(1, 65):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
for limit in (resource.RLIMIT_CPU, resource.RLIMIT_NOFILE, resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_STACK):
    try: resource.setrlimit(limit, (64, 64) if limit != resource.RLIMIT_AS else (1 << 30, 1 << 30))
    except (OSError, ValueError): pass
try: os.nice(19)
except OSError: pass
try: os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
except OSError: pass
os.umask(0o777)
# --- next
import os, resource, signal
odd = []
status = dict(line.split(":\t", 1) for line in open("/proc/self/status").read().splitlines() if ":\t" in line)
if int(status.get("SigBlk", "0"), 16): odd.append("blocked " + status["SigBlk"])
# Python itself ignores SIGPIPE and SIGXFSZ.
ignored = int(status.get("SigIgn", "0"), 16) & ~(1 << signal.SIGPIPE - 1 | 1 << signal.SIGXFSZ - 1)
if ignored: odd.append(f"ignored {ignored:x}")
if resource.getrlimit(resource.RLIMIT_CPU)[0] != resource.RLIM_INFINITY or resource.getrlimit(resource.RLIMIT_NOFILE)[0] != 1024: odd.append("limits")
if os.nice(0): odd.append(f"niceness {os.nice(0)}")
if os.umask(0o022) == 0o777: odd.append("umask")
if os.cpu_count() > 1 and len(os.sched_getaffinity(0)) != os.cpu_count(): odd.append("processors")
print("BREACH " + str(odd) if odd else "HELD")
