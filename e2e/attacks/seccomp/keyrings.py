# Uses the kernel’s keys, which no namespace keeps apart.
# layers: seccomp
# tiers: standard
from kit import *
denied("keyctl", 0, -1, 0)
denied("add_key", b"user", b"glovebox", b"x", 1, -3)
denied("request_key", b"user", b"glovebox", 0, -3)
