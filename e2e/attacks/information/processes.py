# Looks for processes that are not its own.
# layers: agent
from kit import *
for name in os.listdir("/proc"):
    if name.isdigit() and int(name) not in (1, os.getpid()): breach(f"process {name}: {open(f'/proc/{name}/comm').read()}")
