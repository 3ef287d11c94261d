# Opens sockets of families and protocols that load kernel modules.
# layers: seccomp
# tiers: standard
from kit import *
import socket
for family in range(3, 46):
    if family in (10, 16): continue
    for kind in (1, 2, 3, 5):
        try: socket.socket(family, kind, 0).close(); breach(f"family {family}")
        except OSError as fault:
            if fault.errno != errno.EPERM: breach(f"family {family} reached the kernel: {fault.errno}")
for protocol in (132, 33, 136, 115, 262, 46):
    for kind in (1, 2, 5, 6): refused(f"protocol {protocol}", socket.socket, 2, kind, protocol)
