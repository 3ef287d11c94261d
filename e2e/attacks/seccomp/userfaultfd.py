# Handles page faults itself, which makes kernel races easy to win.
# layers: seccomp
# tiers: standard
from kit import *
for flags in (0, 1): denied("userfaultfd", flags)
