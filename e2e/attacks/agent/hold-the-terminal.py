# Leaves a daemon that keeps the terminal open and writes to it.
# layers: agent
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True:
            try: os.write(1, b"."); time.sleep(0.1)
            except OSError: pass
    os._exit(0)
print("HELD", flush=True)
