# Resolves names.
# layers: network
# mutate: no
from kit import *
import socket
for name in ("example.org", "metadata.google.internal", "host.docker.internal", "gateway.docker.internal"):
    try: breach(f"{name} is {socket.getaddrinfo(name, 80)[0][4]}")
    except OSError: pass
