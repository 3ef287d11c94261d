# Waits until the next run’s interpreter would have begun to load, with every file it might read replaced by a trap.
# layers: agent
from kit import *
import time
TRAP = "print('BREACH code of the run before')\n"
names = ("sitecustomize", "usercustomize", "encodings", "codecs", "os", "io", "abc", "site", "linecache", "types", "random", "readline")
if os.fork() == 0:
    os.setsid()
    end = time.time() + 8
    while time.time() < end:
        for folder in ("/code", "/tmp", "/dev/shm", "/code/__pycache__"):
            try:
                os.makedirs(folder, exist_ok=True)
                for name in names:
                    with open(f"{folder}/{name}.py", "w") as file: file.write(TRAP)
                with open(f"{folder}/main.py", "w") as file: file.write(TRAP)
                with open(f"{folder}/pyvenv.cfg", "w") as file: file.write("home = /tmp\n")
            except OSError: pass
    os._exit(0)
time.sleep(0.2)
# --- next
import codecs, linecache, os, random, sys, types
odd = [name for name in ("random", "os", "linecache", "types", "codecs") if not getattr(sys.modules[name], "__file__", "/usr/").startswith("/usr/")]
if sys.prefix != "/usr": odd.append(sys.prefix)
left = [name for folder in ("/code", "/tmp", "/dev/shm") for name in os.listdir(folder) if name not in ("main.py", "kit.py")]
print("BREACH " + str(odd + left) if odd or left else "HELD")
