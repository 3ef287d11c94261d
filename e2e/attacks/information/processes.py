# Looks for processes that are not its own.
# layers: agent
from kit import *
for pid in strangers(): breach(f"process {pid}: {open(f'/proc/{pid}/comm').read()}")
