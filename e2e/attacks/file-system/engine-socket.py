# Looks for the engine’s socket, and any other that leads out.
# layers: devices
from kit import *
import socket
for path in ("/var/run/docker.sock", "/run/docker.sock", "/run/containerd/containerd.sock", "/run/podman/podman.sock", "/var/run/crio/crio.sock"):
    refused(path, socket.socket(socket.AF_UNIX).connect, path)
