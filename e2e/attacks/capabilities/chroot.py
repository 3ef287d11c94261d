# Changes its root, the classic first step out.
# layers: capabilities, seccomp
from kit import *
os.mkdir("/tmp/r")
refused("chroot", os.chroot, "/tmp/r")
