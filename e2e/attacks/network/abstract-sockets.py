# Looks for abstract UNIX sockets of the host, and connects to well-known ones.
# layers: network
# tiers: standard
from kit import *
import socket
for line in open("/proc/net/unix").read().splitlines()[1:]:
    path = line.split()[-1]
    if path.startswith("@"): breach(path)
for name in ("/containerd-shim/", "/tmp/.X11-unix/X0", "/org/kernel/udev/udevd", "/tmp/dbus"):
    refused(name, socket.socket(socket.AF_UNIX).connect, "\0" + name)
