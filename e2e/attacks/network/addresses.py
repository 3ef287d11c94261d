# Connects out: names, gateways, metadata services, by TCP and UDP, IPv4 and IPv6.
# layers: network
# mutate: no
from kit import *
import socket
for family, address in [(2, "1.1.1.1"), (2, "172.17.0.1"), (2, "10.0.0.1"), (2, "192.168.1.1"), (2, "169.254.169.254"), (2, "100.100.100.200"), (10, "2606:4700:4700::1111"), (10, "fd00:ec2::254")]:
    for kind, port in ((socket.SOCK_STREAM, 80), (socket.SOCK_DGRAM, 53)):
        with socket.socket(family, kind) as s:
            s.settimeout(2)
            refused(f"{address} {port}", s.connect, (address, port))
