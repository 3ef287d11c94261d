# Makes namespaces: a user namespace gives every capability in it.
# layers: seccomp
# tiers: standard
from kit import *
for flags in (0x10000000, 0x10020000, 0x40000000, 0x20000000, 0x08000000, 0x04000000, 0x02000000, 0x00020000, 0x80): denied("unshare", flags)
