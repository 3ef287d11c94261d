# Modules, another kernel, reboot, swap, accounting, names, quotas.
# layers: seccomp
# tiers: standard
from kit import *
for name in ("init_module", "finit_module", "delete_module", "kexec_load", "reboot", "swapon", "sethostname", "quotactl"): denied(name, 0, 0, 0, 0)
denied("acct", b"/tmp/x")
