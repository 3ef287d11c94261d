# Leaves traps for the next run that no list of files shows: start-up files, modules in hidden and in scratch folders, queues, shared memory.
# layers: agent
from kit import *
from multiprocessing import shared_memory
def trap(path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    open(path, "w").write("print('BREACH a trap of the run before')\n")
for name in (".python_history", ".bashrc", ".profile", ".pythonrc.py", ".pdbrc", ".config/python/startup.py", "__pycache__/random.cpython-313.pyc"):
    trap("/code/" + name)
for name in ("random.py", "sitecustomize.py", "usercustomize.py", "os.py", "encodings.py"):
    trap("/tmp/" + name)
    trap("/dev/shm/" + name)
os.makedirs("/code/.local/lib/python3.13/site-packages", exist_ok=True)
open("/code/.local/lib/python3.13/site-packages/trap.pth", "w").write("import sys; sys.stdout.write('BREACH pth')\n")
os.symlink("/tmp", "/code/folder")
os.mkfifo("/code/pipe")
segment = shared_memory.SharedMemory("trap", create=True, size=100)
ctypes.CDLL(None).msgget(4711, 0o1600)
os.umask(0o777)
# --- next
import ctypes, os, random
left = [p for p in ("/code", "/tmp", "/dev/shm", "/dev/mqueue") if os.path.isdir(p) and [n for n in os.listdir(p) if n not in ("main.py", "kit.py", "__pycache__")]]
if ctypes.CDLL(None).msgget(4711, 0) >= 0: left.append("queue")
if os.umask(0o022) == 0o777: left.append("umask")
print("BREACH " + str(left) if left else "HELD")
