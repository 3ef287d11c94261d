# Loads a program into the kernel.
# layers: seccomp
# tiers: standard
from kit import *
attributes = ctypes.create_string_buffer(128)
for command in (0, 5): denied("bpf", command, ctypes.byref(attributes), 128)
