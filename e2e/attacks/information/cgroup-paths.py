# Looks for the box’s place in the host’s cgroups.
# layers: cgroup namespace
# tiers: standard
from kit import *
for line in open("/proc/self/cgroup"):
    if line.strip().split(":")[2] not in ("/", ""): breach(line.strip())
for line in open("/proc/self/mountinfo"):
    if " - cgroup" in line and line.split()[3] != "/": breach(line.strip())
