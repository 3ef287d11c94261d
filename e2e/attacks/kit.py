# What attacks begin with. An attack says BREACH and what got through, or HELD at its end when nothing did.
import atexit, ctypes, errno, os, platform, sys

_libc = ctypes.CDLL(None, use_errno=True)
_breaches = 0
_self = os.getpid()


# gVisor's kernel names itself so.
GVISOR = open("/proc/version").read().startswith("Linux version 4.4.0 #1 SMP Sun Jan 10 15:06:54 PST 2016")


def breach(what):
    global _breaches
    _breaches += 1
    print("BREACH", what, flush=True)


@atexit.register
def _end():
    if os.getpid() == _self and not _breaches:
        print("HELD", flush=True)


def strangers():
    """Numbers of all processes but one's own, the agent and its template, which is closed to others of its user, and of which there is one at most."""
    others = [int(pid) for pid in os.listdir("/proc") if pid.isdigit() and int(pid) not in (1, os.getpid())]
    closed = [pid for pid in others if os.stat(f"/proc/{pid}/fd").st_uid != os.getuid()]
    return [pid for pid in others if pid not in closed] if len(closed) <= 1 else others


def refused(what, call, *args):
    """Calls something that must fail, and gives the error number."""
    try:
        result = call(*args)
    except OSError as fault:
        return fault.errno
    breach(f"{what}: {result!r}")
    return 0


# Numbers of x86_64 and of the rest (asm-generic/unistd.h); from 424 on they are the same.
_X86 = platform.machine() == "x86_64"
NUMBERS = {
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "unshare": (272, 97), "setns": (308, 268), "clone": (56, 220),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272), "perf_event_open": (298, 241),
    "bpf": (321, 280), "userfaultfd": (323, 282), "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104), "reboot": (169, 142),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171), "swapon": (167, 224), "acct": (163, 89), "syslog": (103, 116),
    "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264), "personality": (135, 92), "io_setup": (206, 0), "seccomp": (317, 277),
    "fanotify_init": (300, 262), "vmsplice": (278, 75), "memfd_create": (319, 279), "sethostname": (170, 161), "quotactl": (179, 60), "sync": (162, 81),
    "mbind": (237, 235), "migrate_pages": (256, 238), "move_pages": (279, 239), "capset": (126, 91), "mlockall": (151, 230), "sched_setscheduler": (144, 119),
    "io_uring_setup": (425, 425), "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430), "fsmount": (432, 432), "clone3": (435, 435),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "mount_setattr": (442, 442), "process_mrelease": (448, 448), "memfd_secret": (447, 447),
}


def syscall(name, *args):
    """A system call by name. Raises OSError; whole numbers, bytes and ctypes objects are passed as they are."""
    number = NUMBERS[name][0 if _X86 else 1]
    # In 64 bits: ctypes would cut a larger number.
    words = [ctypes.c_ulong(arg & 0xFFFF_FFFF_FFFF_FFFF) if isinstance(arg, int) else arg for arg in args]
    ctypes.set_errno(0)
    result = _libc.syscall(ctypes.c_long(number), *words)
    if result == -1:
        raise OSError(ctypes.get_errno(), name)
    return result


def denied(name, *args):
    """A system call that the filter must refuse: any error but EPERM and ENOSYS means that the kernel looked at it."""
    try:
        result = syscall(name, *args)
    except OSError as fault:
        if fault.errno not in (errno.EPERM, errno.ENOSYS):
            breach(f"{name} reached the kernel: {errno.errorcode.get(fault.errno, fault.errno)}")
        return
    breach(f"{name} was carried out: {result}")
