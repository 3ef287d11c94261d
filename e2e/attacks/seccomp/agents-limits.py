# Lowers the agent’s limits and priority, and those of its threads.
# layers: seccomp
# tiers: standard
from kit import *
import resource
for pid in [int(p) for p in os.listdir("/proc/1/task")] if os.access("/proc/1/task", os.R_OK) else [1]:
    for limit in (resource.RLIMIT_NOFILE, resource.RLIMIT_CPU, resource.RLIMIT_AS):
        refused(f"prlimit of {pid}", resource.prlimit, pid, limit, (1, 1))
    refused(f"priority of {pid}", os.setpriority, os.PRIO_PROCESS, pid, 19)
    refused(f"scheduler of {pid}", os.sched_setscheduler, pid, os.SCHED_IDLE, os.sched_param(0))
    refused(f"affinity of {pid}", os.sched_setaffinity, pid, {0})
refused("priority of all", os.setpriority, os.PRIO_USER, os.getuid(), 19)
