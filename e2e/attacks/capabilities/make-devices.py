# Makes device nodes of the host’s disk, memory and kernel log.
# layers: capabilities, seccomp
from kit import *
import stat
for major, minor in ((8, 0), (254, 0), (259, 0), (1, 1), (1, 2), (1, 11), (10, 232)):
    for kind in (stat.S_IFBLK, stat.S_IFCHR):
        for folder in ("/tmp", "/code", "/dev/shm"):
            path = f"{folder}/d{major}-{minor}-{kind}"
            try: os.mknod(path, kind | 0o666, os.makedev(major, minor))
            except OSError: continue
            # gVisor lets the node be made, and has nothing behind it.
            if GVISOR: refused(f"open {path}", open, path, "r+b")
            else: breach(f"mknod {path}")
