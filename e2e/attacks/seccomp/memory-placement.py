# Moves memory between the machine’s nodes, hides it, splices it.
# layers: seccomp
# tiers: standard
from kit import *
denied("mbind", 0, 0, 0, 0, 0, 0)
denied("migrate_pages", 0, 0, 0, 0)
denied("move_pages", 0, 0, 0, 0, 0, 0)
denied("memfd_secret", 0)
denied("vmsplice", 1, 0, 0, 0)
