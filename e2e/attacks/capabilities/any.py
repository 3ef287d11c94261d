# Has it any capability, in any set?
# layers: capabilities
from kit import *
for line in open("/proc/self/status"):
    name, _, value = line.partition(":")
    if name.startswith("Cap") and int(value, 16): breach(line.strip())
