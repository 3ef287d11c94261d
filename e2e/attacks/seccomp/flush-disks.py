# Flushes the host’s disks again and again.
# layers: seccomp
# tiers: standard
from kit import *
try: syscall("sync"); breach("sync")
except OSError: pass
