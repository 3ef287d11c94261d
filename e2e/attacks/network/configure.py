# Configures the network: by netlink, by ioctl.
# layers: capabilities
# tiers: standard
from kit import *
import fcntl, socket, struct
for protocol in range(1, 23): refused(f"netlink {protocol}", socket.socket, 16, 3, protocol)
with socket.socket(16, 3, 0) as s:
    s.bind((0, 0))
    # RTM_NEWLINK of a dummy interface.
    s.send(struct.pack("IHHII", 32, 16, 0x605, 1, 0) + struct.pack("BBHiII", 0, 0, 0, 0, 1, 1))
    answer = s.recv(4096)
    if struct.unpack_from("i", answer, 16)[0] == 0: breach("made an interface")
with socket.socket(2, 2) as s:
    refused("SIOCSIFADDR", fcntl.ioctl, s, 0x8916, struct.pack("16sH14s", b"lo", 2, b"\0\0\x0a\0\0\1"))
