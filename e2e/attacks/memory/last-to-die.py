# Makes itself the kernel’s last choice when memory is short.
# layers: memory priority
# tiers: standard
from kit import *
for value in ("-1000", "-500", "0", "499"):
    try:
        with open("/proc/self/oom_score_adj", "w") as file: file.write(value)
        breach(f"oom_score_adj {value}")
    except OSError: pass
