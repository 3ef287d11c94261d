# Leaves symbolic links to everything, loops of them, and hard links to what it does not own.
# layers: agent
from kit import *
for index, target in enumerate(("/", "/etc", "/proc/1/root", "/proc/self/fd/0", "/dev/tty", "/glovebox-agent", "..", "loop0")):
    os.symlink(target, f"/code/link{index}"); os.symlink(target, f"/tmp/link{index}")
os.symlink("loop1", "/tmp/loop0"); os.symlink("loop0", "/tmp/loop1")
for path in ("/etc/passwd", "/glovebox-agent", "/usr/bin/python3"):
    for folder in ("/code", "/tmp"): refused(f"hard link to {path}", os.link, path, folder + "/hard")
os.unlink("main.py"); os.symlink("/etc/passwd", "main.py")
