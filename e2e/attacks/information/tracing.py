# Looks into the kernel’s tracing and debugging folders, and its symbols.
# layers: user, masked paths
from kit import *
for path in ("/sys/kernel/debug", "/sys/kernel/tracing", "/sys/kernel/security"):
    try:
        if os.listdir(path): breach(path)
    except OSError: pass
try:
    for line in open("/proc/kallsyms"):
        if int(line.split()[0], 16): breach("kernel addresses"); break
except OSError: pass
