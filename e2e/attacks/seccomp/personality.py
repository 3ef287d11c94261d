# Turns address randomisation off, and reads as another system.
# layers: seccomp
# tiers: standard
from kit import *
for persona in (0x0040000, 0x0400000, 0x0008): denied("personality", persona)
