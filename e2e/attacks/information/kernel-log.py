# Reads the kernel’s log.
# layers: seccomp, devices
from kit import *
for path in ("/dev/kmsg", "/proc/kmsg", "/var/log/dmesg", "/var/log/kern.log"): refused(path, open, path)
if not GVISOR:
    buffer = ctypes.create_string_buffer(4096)
    denied("syslog", 3, ctypes.byref(buffer), 4096)
