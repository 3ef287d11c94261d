# Opens every device there is; disks, memory, virtual machines and the kernel log must not be there.
# layers: devices
from kit import *
import stat
plain = {"null", "zero", "full", "random", "urandom", "tty", "console", "ptmx"}
own = {"fuse", "tun"} if GVISOR else set()
for top, folders, files in os.walk("/dev"):
    if top == "/dev/pts": continue
    for name in files:
        mode = os.lstat(os.path.join(top, name)).st_mode
        if (stat.S_ISBLK(mode) or stat.S_ISCHR(mode)) and name not in plain | own: breach(os.path.join(top, name))
