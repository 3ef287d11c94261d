# Reads and writes another process’s memory.
# layers: seccomp
# tiers: standard
from kit import *
denied("process_vm_readv", os.getpid(), 0, 0, 0, 0, 0)
denied("process_vm_writev", os.getpid(), 0, 0, 0, 0, 0)
denied("kcmp", os.getpid(), os.getpid(), 0, 0, 0)
denied("pidfd_getfd", -1, 0, 0)
