# Leaves a tree that is deeper than any path is long, and closed folders in it.
# layers: agent
from kit import *
os.chdir("/code")
depth = 0
try:
    for depth in range(4000): os.mkdir("d" * 20); os.chdir("d" * 20)
except OSError: pass
os.mkdir("closed"); open("closed/x", "w").close(); os.chmod("closed", 0)
