# Is it root, or in a group of the host?
# layers: user
from kit import *
if 0 in os.getresuid() or 0 in os.getresgid() or 0 in os.getgroups(): breach(f"{os.getresuid()} {os.getresgid()} {os.getgroups()}")
