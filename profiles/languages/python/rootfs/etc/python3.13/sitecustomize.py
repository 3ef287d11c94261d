# The last thing an interpreter loads before the program: here a standby waits for its "go"
# (profiles/agent/PROTOCOL.md, "Standby"). Because the program itself is opened after this, it runs
# exactly as it would without a standby: same __main__, same sys.path, same tracebacks.
import os

_go = os.environ.pop("GLOVEBOX_GO_FD", None)
if _go is not None:
    _fd = int(_go)
    if os.read(_fd, 1) == b"":
        os._exit(0)
    os.close(_fd)
    del _fd
del _go, os
