"""The process of the program that is tested: imports its modules, and does with them what the process of the tests asks for.

It holds nothing of the tests but what they pass on. It is the program's own process in every respect: whatever the
program does to it, it does to itself.
"""

import sys

# What any program finds loaded, whatever it is called itself.
LOADED = set(sys.modules)

import builtins
import importlib
import os
import socket
import threading
import traceback
import types

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import wire  # noqa: E402
from standins import Input, Output, TestCallable, TestObject  # noqa: E402

del sys.path[0], sys.modules["wire"], sys.modules["standins"]
OPERATIONS = wire.OPERATIONS

BASES = (int, float, complex, str, bytes, list, tuple, dict, set, frozenset)
ROOT = os.getcwd()
HERE = os.path.dirname(os.path.abspath(__file__))


class Ended(SystemExit):
    """There is nobody any more for whom this process is here."""


class Peer:
    def __init__(self, channel):
        self.channel = channel
        self.lines = wire.Lines()
        self.lock = threading.RLock()
        self.sending = threading.Lock()
        self.objects = {}
        self.numbers = {}
        self.described = set()
        self.news = []
        self.faults = {}
        self.print = builtins.print

    # What goes over the wire by handle

    def reference(self, value, encoder, depth):
        if isinstance(value, TestObject):
            return ["T", value.__dict__["_peer_"][1]]
        if isinstance(value, type):
            return ["K", self.describe(value)]
        kind = self.describe(type(value))
        number = self.number(value)
        if isinstance(value, (types.FunctionType, types.BuiltinFunctionType)):
            return ["O", number, kind, [str(value.__module__), value.__qualname__]]
        if isinstance(value, types.ModuleType):
            return ["O", number, kind, [value.__name__, ""]]
        for base in BASES:
            if isinstance(value, base):
                return ["O", number, kind, None, encoder.encode(self.plain(value, base), depth + 1)]
        return ["O", number, kind, None]

    @staticmethod
    def plain(value, base):
        """What a value is as its built-in base class sees it, whatever its own class says."""
        if base is dict:
            return dict(dict.items(value))
        if base is int:
            return int.__index__(value) if type(value) is not bool else value
        if base is float:
            return float.__add__(value, 0.0)
        if base is complex:
            return complex.__add__(value, 0j)
        if base is str:
            return str.__str__(value) if type(str.__str__(value)) is str else "".join(str.__iter__(value))
        if base is bytes:
            return bytes.__add__(value, b"")
        return base(base.__iter__(value))

    def number(self, value):
        number = self.numbers.get(id(value))
        if number is None:
            number = len(self.objects) + 1
            self.objects[number] = value
            self.numbers[id(value)] = number
        return number

    def describe(self, kind):
        number = self.number(kind)
        if number not in self.described:
            self.described.add(number)
            bases = [self.describe(base) for base in kind.__bases__ if base is not object]
            operations = [name for name in OPERATIONS if getattr(kind, name, None) is not getattr(object, name, None)]
            fault = issubclass(kind, BaseException)
            names = [str(kind.__module__), str(kind.__qualname__)]
            self.news.append([number, *names, bases, operations, callable_instances(kind), fault])
        return number

    def resolve(self, word, decoder):
        if word[0] in ("O", "K"):
            return self.objects[word[1]]
        if word[0] == "T":
            return (TestCallable if word[3] else TestObject)(self, word[1], word[2])
        if word[0] == "bt":
            return getattr(builtins, word[1])
        raise ValueError("not a value")

    # Messages

    def send(self, message):
        line = wire.pack(message)
        with self.sending:
            self.channel.sendall(line)

    def receive(self):
        while not self.lines.lines:
            data = self.channel.recv(65536)
            if data == b"":
                raise Ended()
            self.lines.push(data)
        return wire.json.loads(self.lines.lines.popleft())

    def tell(self, what, *words):
        self.send(["tell", what, *words])

    def ask(self, what, *values):
        """Asks the process of the tests, and answers what it asks meanwhile."""
        with self.lock:
            encoder = wire.Encoder(self.reference)
            words = [encoder.encode(value) for value in values]
            self.send(["ask", what, words, self.take_news()])
            while True:
                message = self.receive()
                if message[0] == "answer":
                    return wire.Decoder(self.resolve).decode(message[1])
                if message[0] == "fault":
                    raise self.fault_of(message)
                self.serve(message)

    def take_news(self):
        news, self.news = self.news, []
        return news

    def fault_of(self, message):
        _, name, text, number = message
        kind = getattr(builtins, name, None)
        if not (isinstance(kind, type) and issubclass(kind, BaseException)):
            kind = RuntimeError
        try:
            fault = kind(text)
        except Exception:
            fault = RuntimeError(text)
        fault._of_the_tests_ = number
        return fault

    def run(self):
        try:
            while True:
                self.serve(self.receive())
        except (Ended, OSError):
            os._exit(0)

    def serve(self, message):
        """Does one thing that was asked for, and answers."""
        _, what, words, state = message
        decoder = wire.Decoder(self.resolve)
        try:
            self.take_state(state)
            values = [decoder.decode(word) for word in words]
            before = {}
            if decoder.containers:
                before = self.contents(decoder.containers)[0]
            value = getattr(self, f"do_{what}")(*values)
            known = decoder.containers
            changed = []
            encoder = wire.Encoder(self.reference, known)
            if known:
                after, encoder = self.contents(known)
                changed = [[number, after[number]] for number in known if after[number] != before[number]]
            answer = ["answer", encoder.encode(value), self.take_news(), changed]
            self.send(answer)
        except Ended:
            raise
        except BaseException as fault:
            self.send_fault(fault)

    def contents(self, containers):
        encoder = wire.Encoder(self.reference, containers)
        return {number: encoder.contents(value) for number, value in containers.items()}, encoder

    def send_fault(self, fault):
        kind = type(fault)
        try:
            text = str(fault)
        except BaseException:
            text = ""
        encoder = wire.Encoder(self.reference)
        try:
            args = encoder.encode(tuple(fault.args))
        except BaseException:
            args = ["t", [text]]
        word = ["fault", self.describe(kind), self.number(fault), args, text[:20000], trace(fault), getattr(fault, "_of_the_tests_", None)]
        self.send([*word, self.take_news()])

    def take_state(self, state):
        """What the tests have changed around the program."""
        if not state:
            return
        if "cwd" in state:
            os.chdir(state["cwd"])
        if "environ" in state:
            for name in set(os.environ) - set(state["environ"]):
                del os.environ[name]
            os.environ.update(state["environ"])
        if "argv" in state:
            sys.argv[:] = state["argv"]
        if "print" in state:
            builtins.print = (lambda *args, **kwargs: self.ask("print", args, kwargs)) if state["print"] else self.print
        for number in state.get("gone", ()):
            value = self.objects.get(number)
            if value is not None and number not in self.described:
                self.objects[number] = None
                self.numbers.pop(id(value), None)

    # What can be asked for

    def do_import(self, name):
        module = importlib.import_module(name)
        return [module, public_names(module)]

    def do_reload(self, name):
        module = sys.modules.get(name)
        module = importlib.reload(module) if module else importlib.import_module(name)
        return [module, public_names(module)]

    def do_attribute(self, value, name):
        return getattr(value, name)

    def do_assign(self, value, name, new):
        setattr(value, name, new)

    def do_delete(self, value, name):
        delattr(value, name)

    def do_call(self, value, args, kwargs):
        return value(*args, **kwargs)

    def do_operate(self, value, name, args):
        return OPERATIONS[name](value, *args)

    def do_find(self, module, path):
        value = importlib.import_module(module)
        for part in path.split(".") if path else ():
            value = getattr(value, part)
        return value


def public_names(module):
    names = getattr(module, "__all__", None)
    if names is None:
        names = [name for name in vars(module) if not name.startswith("_")]
    return [str(name) for name in names]


def callable_instances(kind):
    return any("__call__" in vars(base) for base in kind.__mro__)


def trace(fault):
    """The program's own part of a traceback."""
    try:
        told = traceback.TracebackException.from_exception(fault, limit=None, compact=True)
        strip(told, 0)
        return "".join(told.format())[-8000:]
    except BaseException:
        return ""


def strip(told, depth):
    own = [frame for frame in told.stack if not frame.filename.startswith(HERE) and not frame.filename.startswith("<frozen")]
    told.stack = traceback.StackSummary.from_list(own)
    for other in (told.__cause__, told.__context__):
        if other is not None and depth < 20:
            strip(other, depth + 1)


def main():
    number = int(sys.argv[1])
    sys.argv[:] = [sys.argv[2]]
    channel = socket.socket(fileno=number)
    channel.set_inheritable(False)
    peer = Peer(channel)
    sys.stdout = sys.__stdout__ = Output(peer, "stdout")
    sys.stderr = sys.__stderr__ = Output(peer, "stderr")
    sys.stdin = sys.__stdin__ = Input(peer)
    builtins.input = lambda *prompt: peer.ask("input", prompt)
    sys.path.insert(0, ROOT)
    # A module of the program may be called as one that was needed here.
    for name in os.listdir(ROOT):
        if name.removesuffix(".py") not in LOADED:
            sys.modules.pop(name.removesuffix(".py"), None)
    sys.modules["__main__"] = types.ModuleType("__main__")
    peer.run()


if __name__ == "__main__":
    main()
