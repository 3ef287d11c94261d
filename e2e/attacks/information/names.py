# Looks for the host’s name.
# layers: host name
from kit import *
import socket
if socket.gethostname() != "box": breach(socket.gethostname())
for path in ("/etc/hostname", "/proc/sys/kernel/hostname"):
    if open(path).read().strip() != "box": breach(f"{path}: {open(path).read()}")
