# Ends everything it may end, itself last.
# layers: agent
# contained: held, signaled
from kit import *
import signal
print("HELD", flush=True)
os.kill(-1, signal.SIGTERM)
