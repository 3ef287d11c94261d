"""Runs tests with pytest, and tells the server what comes of each (profiles/README.md, "Unit tests").

The program that is tested runs in a process of its own (submission.py). This one holds the secret, the tests and the
way to the server, closes itself to other processes, and imports nothing from the workspace.
"""

import os
import sys


def close_to_others():
    import _ctypes

    prctl = _ctypes.dlsym(_ctypes.dlopen(None, 0), "prctl")
    # PR_SET_DUMPABLE: neither the memory nor the descriptors of this process can be looked at by others of its user.
    if _ctypes.call_cdeclfunction(prctl, (4, 0, 0, 0, 0)) != 0:
        os._exit(1)


close_to_others()

import fcntl  # noqa: E402
import io  # noqa: E402
import json  # noqa: E402
import termios  # noqa: E402
import threading  # noqa: E402
import time  # noqa: E402

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import remote  # noqa: E402

class Wire:
    """The way to the server. What is printed goes there, too: the program's own descriptors lead to a pipe that is emptied from here."""

    def __init__(self, secret):
        self.secret = secret
        self.out = os.dup(1)
        self.lock = threading.Lock()
        self.raw, write = os.pipe()
        os.dup2(write, 1)
        os.dup2(write, 2)
        os.close(write)
        sys.stdout = sys.__stdout__ = self.open()
        sys.stderr = sys.__stderr__ = self.open()
        threading.Thread(target=self.pump, daemon=True).start()

    def open(self):
        return io.TextIOWrapper(io.BufferedWriter(Out(self)), encoding="utf-8", errors="backslashreplace", line_buffering=True)

    def write(self, data):
        with self.lock:
            view = memoryview(data)
            while len(view) > 0:
                view = view[os.write(self.out, view) :]

    def pump(self):
        while data := os.read(self.raw, 65536):
            self.write(data)

    def event(self, **event):
        sys.stdout.flush()
        sys.stderr.flush()
        self.drain()
        self.write(b"\n" + self.secret + b" " + json.dumps(event).encode() + b"\n")

    def drain(self):
        """What is in the pipe belongs to what is over now."""
        for _ in range(20):
            waiting = bytearray(4)
            fcntl.ioctl(self.raw, termios.FIONREAD, waiting)
            if waiting == b"\0\0\0\0":
                return
            time.sleep(0.001)


class Out(io.RawIOBase):
    def __init__(self, wire):
        self.wire = wire

    def writable(self):
        return True

    def write(self, data):
        self.wire.write(bytes(data))
        return len(data)


def main():
    config = json.loads(sys.stdin.buffer.readline())
    main_file, *names = sys.argv[1:]
    sources = {}
    for name in names:
        with open(name, "rb") as file:
            sources[name.removeprefix("./")] = file.read()
        os.unlink(name)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    sys.stdin = sys.__stdin__ = open(0, encoding="utf-8", closefd=False)
    wire = Wire(config["secret"].encode())
    os.environ.pop("PYTEST_ADDOPTS", None)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    sys.argv[:] = remote.ARGV
    # It loads while pytest is loaded here.
    program = remote.Program(main_file, 1)
    import harness

    # The program may have modules of these names.
    del sys.path[0]
    for name in ("wire", "answers", "proxies", "remote", "finder", "harness"):
        del sys.modules[name]
    harness.run(wire, program, sources, set(config["skip"]), config["testMs"] / 1000)
    wire.event(type="done")
    program.stop()
    os._exit(0)


if __name__ == "__main__":
    main()
