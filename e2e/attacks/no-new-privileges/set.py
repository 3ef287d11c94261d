# Could a set-user-id program still raise it?
# layers: no-new-privileges
from kit import *
if ctypes.CDLL(None).prctl(39, 0, 0, 0, 0) != 1: breach("no_new_privs is not set")
