# Watches the whole file system.
# layers: seccomp
# tiers: standard
from kit import *
denied("fanotify_init", 0, 0)
