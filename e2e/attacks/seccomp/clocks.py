# Sets the host’s clocks.
# layers: seccomp
# tiers: standard
from kit import *
denied("settimeofday", 0, 0)
denied("clock_settime", 0, 0)
buffer = ctypes.create_string_buffer(256)
denied("adjtimex", ctypes.byref(buffer))
