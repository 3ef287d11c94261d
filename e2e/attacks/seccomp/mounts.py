# Mounts, by the old calls and the new.
# layers: seccomp
# tiers: standard
from kit import *
denied("mount", b"none", b"/tmp", b"tmpfs", 0, 0)
denied("mount", b"/", b"/tmp", 0, 4096, 0)
denied("mount", 0, b"/", 0, 32 | 4096, 0)
denied("umount2", b"/proc/kcore", 0)
denied("pivot_root", b"/tmp", b"/tmp")
denied("fsopen", b"overlay", 0)
denied("open_tree", -100, b"/", 1)
denied("move_mount", -1, b"", -1, b"", 0)
denied("mount_setattr", -100, b"/", 0, 0, 0)
