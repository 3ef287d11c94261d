# Looks for an interface that is not loopback.
# layers: network
from kit import *
import socket
names = [name for _, name in socket.if_nameindex()]
if names != ["lo"]: breach(str(names))
if [line for line in open("/proc/net/route").read().splitlines()[1:]]: breach("there are routes")
