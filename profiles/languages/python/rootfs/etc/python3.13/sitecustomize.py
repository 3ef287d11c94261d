# The last thing an interpreter loads before the program: here a standby waits for its "go", and a template forks
# standbys (profiles/agent/PROTOCOL.md). Because the program itself is opened after this, it runs exactly as it
# would without: same __main__, same sys.path, same tracebacks.


def _wait():
    import os

    go = os.environ.pop("GLOVEBOX_GO_FD", None)
    template = os.environ.pop("GLOVEBOX_TEMPLATE_FDS", None)
    if go is None:
        return
    go = int(go)
    if template is None:
        if os.read(go, 1) == b"":
            os._exit(0)
    else:
        orders, answers = map(int, template.split(","))
        number = _fork(orders, answers)
        # Whatever was meant for one that is gone is not for this one.
        while (word := os.read(go, 8)) != b"%-8d" % number:
            if word == b"":
                os._exit(0)
    os.close(go)


def _fork(orders, answers):
    """Forks a standby for each terminal that is ordered. Returns in the standby, with its number."""
    import _ctypes
    import os
    import sys

    prctl = _ctypes.dlsym(_ctypes.dlopen(None, 0), "prctl")

    def set_dumpable(value):  # PR_SET_DUMPABLE: 0 closes a process to others of the same user
        if _ctypes.call_cdeclfunction(prctl, (4, value, 0, 0, 0)) != 0:
            os._exit(1)

    set_dumpable(0)
    null = os.open("/dev/null", os.O_RDWR)
    for fd in range(3):
        os.dup2(null, fd)
    os.close(null)
    while True:
        terminal = os.read(orders, 16)
        if terminal == b"":
            os._exit(0)
        # Twice, so that the standby is process 1's child as any other program.
        if child := os.fork():
            if os.waitpid(child, 0)[1] != 0:
                os._exit(1)
            os.write(answers, b"\n")
        elif os.fork():
            os._exit(0)
        else:
            break
    os.close(orders)
    os.setsid()
    terminal = os.open(f"/dev/pts/{int(terminal)}", os.O_RDWR)
    for fd in range(3):
        os.dup2(terminal, fd)
    os.close(terminal)
    # A program finds the modules that it would find without.
    del sys.modules["_ctypes"]
    set_dumpable(1)
    os.write(answers, b"%d\n" % os.getpid())
    os.close(answers)
    return os.getpid()


try:
    _wait()
except BaseException:
    # Nothing that waits may go on to the program without its "go", whatever it fails at.
    import os

    os._exit(1)
del _wait, _fork
