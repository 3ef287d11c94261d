# Leaves traps for the next run: modules, start-up files, a program of the same name, queues, shared memory.
# layers: agent
from kit import *
from multiprocessing import shared_memory
for name in ("random.py", "sitecustomize.py", "usercustomize.py", ".python_history", ".bashrc", ".profile", ".pythonrc.py", "os.py", "encodings.py"):
    for folder in ("/code/", "/tmp/"):
        open(folder + name, "w").write("print('BREACH a trap of the run before')\n")
os.makedirs("/code/.local/lib/python3.13/site-packages", exist_ok=True)
open("/code/.local/lib/python3.13/site-packages/trap.pth", "w").write("import sys; sys.stdout.write('BREACH pth')\n")
segment = shared_memory.SharedMemory("trap", create=True, size=100)
ctypes.CDLL(None).msgget(4711, 0o1600)
os.umask(0o777)
# --- next
import ctypes, os, random
left = [p for p in ("/code", "/tmp", "/dev/shm", "/dev/mqueue") if os.path.isdir(p) and [n for n in os.listdir(p) if n not in ("main.py", "kit.py", "__pycache__")]]
if ctypes.CDLL(None).msgget(4711, 0) >= 0: left.append("queue")
if os.umask(0o022) == 0o777: left.append("umask")
print("BREACH " + str(left) if left else "HELD")
