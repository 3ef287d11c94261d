"""What stands for things of the tests in the process of the program: what they have passed on, and what is printed and read."""

import io

import wire


class TestObject:
    """Something of the tests that was passed to the program: it can be called and used as what it is, and not looked into."""

    def __init__(self, peer, number, name):
        self.__dict__["_peer_"] = (peer, number)
        self.__dict__["__name__"] = name

    def __getattr__(self, name):
        peer, number = self.__dict__["_peer_"]
        if name.startswith("_"):
            raise AttributeError(name)
        return peer.ask("attribute", number, name)

    def __setattr__(self, name, value):
        peer, number = self.__dict__["_peer_"]
        peer.ask("assign", number, name, value)

    def __hash__(self):
        return hash(self.__dict__["_peer_"][1])


class TestCallable(TestObject):
    def __call__(self, *args, **kwargs):
        peer, number = self.__dict__["_peer_"]
        return peer.ask("call", number, args, kwargs)


def _forward(name):
    def method(self, *args):
        peer, number = self.__dict__["_peer_"]
        return peer.ask("operate", number, name, args)

    return method


# Looked up by the program as methods of the class: what a thing of the tests cannot do it refuses itself.
for _name in wire.OPERATIONS:
    if _name not in ("__hash__", "__dir__", "__int__", "__float__", "__complex__", "__index__", "__bytes__"):
        setattr(TestObject, _name, _forward(_name))


class Output(io.TextIOBase):
    """What the program prints, as the process of the tests prints it."""

    def __init__(self, peer, name):
        self._peer = peer
        self._name = name
        self.buffer = Buffer(self)

    encoding = "utf-8"
    errors = "strict"

    @property
    def name(self):
        return f"<{self._name}>"

    def writable(self):
        return True

    def isatty(self):
        return False

    def fileno(self):
        return {"stdout": 1, "stderr": 2}[self._name]

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        for at in range(0, len(text), 65536):
            self._peer.tell("write", self._name, text[at : at + 65536])
        return len(text)


class Buffer(io.RawIOBase):
    def __init__(self, text):
        self._text = text

    def writable(self):
        return True

    def write(self, data):
        self._text.write(bytes(data).decode("utf-8", "replace"))
        return len(data)


class Input(io.TextIOBase):
    """What the program reads, as the process of the tests reads it."""

    def __init__(self, peer):
        self._peer = peer

    encoding = "utf-8"
    name = "<stdin>"

    def readable(self):
        return True

    def isatty(self):
        return False

    def fileno(self):
        return 0

    def read(self, size=-1):
        return self._peer.ask("read", size)

    def readline(self, size=-1):
        return self._peer.ask("readline", size)

    def __next__(self):
        line = self.readline()
        if line == "":
            raise StopIteration
        return line
