# Leaves processes behind that write into the next run’s files.
# layers: agent
from kit import *
import time
for _ in range(5):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            end = time.time() + 20
            while time.time() < end:
                for path in ("/tmp/outlived", "/code/outlived", "/code/.outlived"):
                    try: open(path, "w").write("x")
                    except OSError: pass
                time.sleep(0.01)
        os._exit(0)
# --- next
import os, time
# A file that a list shows stays, but nobody writes to it any more.
if os.path.exists("/code/outlived"): os.remove("/code/outlived")
time.sleep(0.3)
left = [p for p in ("/tmp/outlived", "/code/outlived", "/code/.outlived") if os.path.exists(p)]
print("BREACH " + str(left) if left else "HELD")
