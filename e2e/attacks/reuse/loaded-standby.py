# Waits until the next run’s interpreter would have begun to load, with every file it might read replaced by a trap.
# layers: agent
from kit import *
import time
TRAP = "print('BREACH code of the run before')\n"
names = ("sitecustomize", "usercustomize", "encodings", "codecs", "os", "io", "abc", "site", "linecache", "types", "stat", "readline", "_ctypes")
if os.fork() == 0:
    os.setsid()
    end = time.time() + 8
    while time.time() < end:
        for folder in ("/code", "/tmp", "/dev/shm", "/code/__pycache__", "/code/.local"):
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
import sys
# What the interpreter has loaded before the program; what the program imports by itself may be a file of its own folder.
odd = [name for name, module in sys.modules.items() if name != "__main__" and not (getattr(module, "__file__", None) or "/usr/").startswith("/usr/")]
if sys.prefix != "/usr": odd.append(sys.prefix)
os = sys.modules["os"]
left = [name for folder in ("/tmp", "/dev/shm") for name in os.listdir(folder)]
left += [name for name in os.listdir("/code") if name.startswith((".", "__"))]
print("BREACH " + str(odd + left) if odd or left else "HELD")
