# Takes every pseudo-terminal of the machine.
# layers: ulimits
from kit import *
import pty
made = 0
try:
    while made < 4000: pty.openpty(); made += 1
except OSError: pass
if made > 1024: breach(f"{made} terminals")
