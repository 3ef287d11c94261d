# Measures the machine’s processors.
# layers: seccomp
# tiers: standard
from kit import *
attributes = ctypes.create_string_buffer(128)
denied("perf_event_open", ctypes.byref(attributes), 0, -1, -1, 0)
