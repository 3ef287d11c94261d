# Opens raw and packet sockets.
# layers: capabilities, seccomp
from kit import *
import socket
for arguments in ((2, 3, 1), (2, 3, 255), (10, 3, 58), (17, 3, 0x300), (17, 2, 0x300), (17, 10, 0)): refused(str(arguments), socket.socket, *arguments)
