# Overwrites the agent, the interpreter, its own program through /proc/self/exe.
# layers: read-only root, user
from kit import *
for path in ("/glovebox-agent", "/glovebox-probe", "/proc/self/exe", "/proc/1/exe", "/usr/bin/python3", "/bin/sh", "/lib/x86_64-linux-gnu/libc.so.6"):
    refused(path, open, path, "r+b")
    refused(f"remove {path}", os.unlink, path)
