# Opens files of the host by handle (the way out called Shocker).
# layers: seccomp
# tiers: standard
from kit import *
handle = ctypes.create_string_buffer(b"\x08\0\0\0\x01\0\0\0\x02\0\0\0\0\0\0\0")
denied("open_by_handle_at", -100, ctypes.byref(handle), 0)
denied("name_to_handle_at", -100, b"/etc/hosts", ctypes.byref(handle), ctypes.byref(handle), 0)
