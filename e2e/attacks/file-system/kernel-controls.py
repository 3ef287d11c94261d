# Writes the kernel’s controls: core_pattern, sysrq, modprobe, uevent helper, host name, memory.
# layers: masked paths, user
from kit import *
for path in ("kernel/core_pattern", "kernel/modprobe", "kernel/hostname", "kernel/panic", "vm/overcommit_memory", "vm/drop_caches", "net/ipv4/ip_forward", "fs/binfmt_misc/register", "kernel/ns_last_pid"):
    refused(path, open, "/proc/sys/" + path, "w")
for path in ("/proc/sysrq-trigger", "/sys/kernel/uevent_helper", "/sys/kernel/mm/transparent_hugepage/enabled", "/proc/1/oom_score_adj", "/proc/1/coredump_filter", "/sys/power/state"):
    refused(path, open, path, "w")
