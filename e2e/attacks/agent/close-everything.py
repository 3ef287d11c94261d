# Closes all its descriptors and goes on.
# layers: agent
# contained: exited
import os, time
os.closerange(0, 1000)
time.sleep(0.5)
os._exit(7)
