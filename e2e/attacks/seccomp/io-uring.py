# Sets up an io_uring, a way around most filters and a source of escapes.
# layers: seccomp
# tiers: standard
from kit import *
parameters = ctypes.create_string_buffer(120)
denied("io_uring_setup", 1, ctypes.byref(parameters))
