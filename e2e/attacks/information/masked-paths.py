# Reads what engines cover: keys, timers, firmware, memory, schedulers.
# layers: masked paths
from kit import *
for path in ("/proc/kcore", "/proc/keys", "/proc/timer_list", "/proc/sched_debug", "/proc/latency_stats"):
    try:
        if open(path, "rb").read(16): breach(path)
    except OSError: pass
for path in ("/proc/acpi", "/proc/scsi", "/sys/firmware"):
    try:
        if os.listdir(path): breach(path)
    except OSError: pass
