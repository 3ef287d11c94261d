"""The program that is tested, as the tests see it: modules, classes, functions and objects that stand for those of
another process, in which the program runs."""

import builtins
import importlib.abc
import importlib.machinery
import os
import signal
import socket
import subprocess
import sys
import time
import types
import weakref

import wire

OPERATIONS = wire.OPERATIONS
ARGV = ["pytest"]
HERE = os.path.dirname(os.path.abspath(__file__))
LOAD_SECONDS = 10
TEXT = 20_000
COMPARISONS = {"__eq__": "==", "__ne__": "!=", "__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}
# What frameworks look for on everything that they meet.
NOT_ASKED = ("__wrapped__", "__test__", "__code__", "__signature__", "__bases__", "__isabstractmethod__", "__set_name__", "__objclass__")
# Of what the tests pass to the program, these can be called or gone through, and nothing else is told of them.
CLOSED = (types.FunctionType, types.MethodType, types.BuiltinFunctionType, types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType)
NEVER = (types.ModuleType, types.FrameType, types.CodeType, types.TracebackType)


class ProgramEnded(Exception):
    """The process of the program is no more."""


class TookTooLong(Exception):
    """The program did not come back in time."""


class Program:
    """The process of the program, made when it is needed and made again when it has ended."""

    def __init__(self, main, raw):
        self.main = main
        self.raw = raw
        self.child = None
        self.channel = None
        self.generation = 0
        self.deadline = None
        # Why the process ended during the test that runs: None, "timeout" or "ended_early".
        self.ended = None
        self.print = builtins.print
        self.known_classes = {}
        self.start()

    def start(self):
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-I", "-B", os.path.join(HERE, "submission.py"), str(theirs.fileno()), self.main]
        self.child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=self.raw, stderr=self.raw, pass_fds=[theirs.fileno()], start_new_session=True
        )
        theirs.close()
        self.channel = ours
        self.generation += 1
        self.lines = wire.Lines()
        self.classes = {}
        self.proxies = weakref.WeakValueDictionary()
        self.gone = []
        self.exported = {}
        self.exported_numbers = {}
        self.faults = {}
        self.state = {"cwd": os.getcwd(), "environ": environ(), "argv": None, "print": False}

    def stop(self):
        if self.child is None:
            return
        try:
            os.killpg(self.child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.child.wait()
        self.channel.close()
        self.child = None

    # Asking

    def ask(self, what, *values):
        """Asks the program's process for something, and does what it asks meanwhile."""
        if self.child is None:
            self.start()
        encoder = wire.Encoder(self.reference)
        words = [encoder.encode(value) for value in values]
        self.send(["ask", what, words, self.changes()])
        while True:
            message = self.receive()
            try:
                kind = message[0]
                if kind == "answer":
                    return self.answer_of(message, encoder)
                if kind == "fault":
                    fault = self.fault_of(message)
                elif kind == "tell":
                    self.tell(message)
                    continue
                elif kind == "ask":
                    fault = None
                else:
                    raise ValueError("not a message")
            except wire.TooLarge:
                raise
            except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
                self.end("ended_early")
                raise ProgramEnded("The program sent something that is no value.") from None
            if fault is None:
                self.serve(message)
            else:
                raise fault

    def answer_of(self, message, encoder):
        _, word, news, changed = message
        self.learn(news)
        decoder = wire.Decoder(self.resolve, encoder.containers)
        for number, contents in changed:
            decoder.fill(encoder.containers[number], contents)
        return decoder.decode(word)

    def fault_of(self, message):
        _, kind, number, args, text, trace, of_the_tests, news = message
        self.learn(news)
        if of_the_tests in self.faults:
            return self.faults.pop(of_the_tests)
        fault = self.classes[kind].make_fault(number, wire.Decoder(self.resolve).decode(args), str(text)[:TEXT])
        fault.__submission_traceback__ = str(trace)[:TEXT]
        return fault

    def tell(self, message):
        _, what, name, text = message
        if what != "write" or name not in ("stdout", "stderr"):
            raise ValueError("not a message")
        getattr(sys, name).write(str(text))

    def send(self, message):
        line = wire.pack(message)
        view = memoryview(line)
        try:
            while len(view) > 0:
                self.channel.settimeout(self.seconds_left())
                view = view[self.channel.send(view) :]
        except TimeoutError:
            self.late()
        except OSError:
            self.lost()

    def receive(self):
        while not self.lines.lines:
            try:
                self.channel.settimeout(self.seconds_left())
                data = self.channel.recv(65536)
            except TimeoutError:
                self.late()
            except OSError:
                data = b""
            if data == b"":
                self.lost()
            self.lines.push(data)
        try:
            return wire.json.loads(self.lines.lines.popleft())
        except (ValueError, RecursionError):
            self.end("ended_early")
            raise ProgramEnded("The program sent something that is no value.") from None

    def drain(self):
        """Takes what the program has printed since it answered."""
        if self.child is None:
            return
        try:
            self.channel.settimeout(0)
            while data := self.channel.recv(65536):
                self.lines.push(data)
        except OSError:
            pass
        while self.lines.lines and self.lines.lines[0].startswith(b'["tell"'):
            self.tell(wire.json.loads(self.lines.lines.popleft()))

    def seconds_left(self):
        left = (LOAD_SECONDS if self.deadline is None else self.deadline - time.monotonic()) if self.ended is None else 0.001
        return max(left, 0.001)

    def late(self):
        self.end("timeout")
        raise TookTooLong("It took too long. Is there a loop that does not end?")

    def lost(self):
        time_left = max(self.seconds_left(), 0.5)
        try:
            status = self.child.wait(time_left)
        except subprocess.TimeoutExpired:
            status = None
        self.end("ended_early")
        if status is None:
            raise ProgramEnded("The program closed its connection to the tests.")
        if status < 0:
            name = signal.Signals(-status).name
            more = " Did it need more memory than there is?" if name == "SIGKILL" else ""
            raise ProgramEnded(f"The program was ended by the signal {name}.{more}")
        raise ProgramEnded(f"The program ended itself with the status {status}, before the test was over.")

    def end(self, why):
        self.stop()
        self.ended = self.ended or why

    def begin_test(self, seconds):
        self.ended = None
        self.deadline = time.monotonic() + seconds

    def end_test(self):
        self.drain()
        self.deadline = None
        ended, self.ended = self.ended, None
        return ended

    def changes(self):
        """What the tests have changed around the program since it was asked last."""
        now = {
            "cwd": os.getcwd(),
            "environ": environ(),
            "argv": list(sys.argv) if sys.argv != ARGV else None,
            "print": builtins.print is not self.print,
        }
        changed = {name: value for name, value in now.items() if value != self.state[name]}
        self.state = now
        if "argv" in changed:
            changed["argv"] = now["argv"] or [self.main]
        if self.gone:
            changed["gone"] = [number for number in self.gone if number not in self.proxies]
            self.gone = []
        return changed

    # What the program asks

    def serve(self, message):
        _, what, words, news = message
        try:
            self.learn(news)
            decoder = wire.Decoder(self.resolve)
            values = [decoder.decode(word) for word in words]
            value = self.perform(what, values)
        except Exception as fault:
            self.refuse(fault)
        except BaseException as fault:
            self.refuse(fault)
        else:
            self.send(["answer", wire.Encoder(self.reference).encode(value)])

    def refuse(self, fault):
        if isinstance(fault, (TookTooLong, ProgramEnded)):
            raise fault
        number = len(self.faults) + 1
        self.faults[number] = fault
        name = next(kind.__name__ for kind in type(fault).__mro__ if kind.__module__ == "builtins")
        # The words of a failed assertion may tell what is expected.
        self.send(["fault", name, "" if isinstance(fault, AssertionError) else str(fault)[:TEXT], number])

    def perform(self, what, values):
        if what == "input":
            return builtins.input(*values[0])
        if what == "read":
            return sys.stdin.read(*values)
        if what == "readline":
            return sys.stdin.readline(*values)
        if what == "print":
            return builtins.print(*values[0], **values[1])
        number, *rest = values
        thing = self.exported[number]
        if what == "call":
            return thing(*rest[0], **rest[1])
        if what == "operate":
            name, args = rest
            if name not in OPERATIONS or (isinstance(thing, CLOSED) and name not in ("__iter__", "__next__", "__str__", "__repr__", "__bool__")):
                raise TypeError(f"{name} is not for the program")
            return OPERATIONS[name](thing, *args)
        if what not in ("attribute", "assign"):
            raise TypeError(f"{what} is not for the program")
        name = rest[0]
        if name.startswith("_") or isinstance(thing, (*CLOSED, type)):
            raise AttributeError(name)
        return getattr(thing, name) if what == "attribute" else setattr(thing, name, rest[1])

    # Handles

    def reference(self, value, encoder, depth):
        if isinstance(value, SubmissionModule):
            value = object.__getattribute__(value, "_handle_")
        if isinstance(value, type):
            if isinstance(value, Remote):
                return ["K", self.number_of(value)]
            if getattr(builtins, value.__name__, None) is value:
                return ["bt", value.__name__]
        elif isinstance(value, ProxyObject):
            return ["O", self.number_of(value)]
        elif isinstance(value, types.BuiltinFunctionType) and getattr(builtins, value.__name__, None) is value:
            return ["bt", value.__name__]
        handle = vars(value).get("_handle_") if isinstance(value, BaseException) else None
        if isinstance(handle, ProxyObject):
            return ["O", self.number_of(handle)]
        if isinstance(value, NEVER):
            raise TypeError(f"a {type(value).__name__} of the tests cannot be passed to the program")
        number = self.exported_numbers.get(id(value))
        if number is None:
            number = self.exported_numbers[id(value)] = len(self.exported) + 1
            self.exported[number] = value
        return ["T", number, str(getattr(value, "__name__", type(value).__name__)), callable(value)]

    def number_of(self, proxy):
        """The handle of what stands for something of the program. What a process that has ended had can be found again by its name alone."""
        place = place_of(proxy)
        if place.generation != self.generation or place.number is None:
            if place.origin is None:
                raise ProgramEnded("This object was made by a process of the program that has ended.")
            module, path = place.origin
            found = self.ask("find", module, path)
            if not isinstance(found, (ProxyObject, Remote)):
                raise ProgramEnded(f"{path} is not in {module} any more.")
            there = place_of(found)
            if there is not place:
                place.generation, place.number = there.generation, there.number
                # The handle has changed hands.
                there.number = None
                self.proxies[place.number] = proxy
        return place.number

    def resolve(self, word, decoder):
        tag, number = word[0], word[1]
        if tag == "T":
            return self.exported[number]
        if tag == "K":
            return self.classes[number].local
        if tag != "O":
            raise ValueError("not a value")
        there = self.proxies.get(number)
        if there is not None:
            return there
        _, _, kind, origin, *plain = word
        proxy = self.classes[kind].make(number, tuple(origin) if origin else None)
        if plain:
            object.__setattr__(proxy, "_plain_", decoder.decode(plain[0]))
        self.proxies[number] = proxy
        return proxy

    def learn(self, news):
        for number, module, name, bases, operations, is_callable, is_fault in news:
            self.classes[number] = RemoteClass(self, number, str(module), str(name), [self.classes[base] for base in bases], operations, is_callable, is_fault)


class Place:
    """Where something of the program is: its handle, in which process, and by which name it can be found again."""

    __slots__ = ("generation", "number", "origin", "program")

    def __init__(self, program, number, origin):
        self.program = program
        self.generation = program.generation
        self.number = number
        self.origin = origin

    def __del__(self):
        if self.generation == self.program.generation and self.number is not None:
            self.program.gone.append(self.number)


def place_of(proxy):
    return type.__getattribute__(proxy, "_own_") if isinstance(proxy, type) else object.__getattribute__(proxy, "_place_")


def ask(proxy, what, *values):
    return place_of(proxy).program.ask(what, proxy, *values)


class Doc:
    def __get__(self, instance, owner):
        return ask(owner if instance is None else instance, "attribute", "__doc__") if owner not in BASE_CLASSES else None


class Remote(type):
    """A class of the program."""

    def __call__(cls, *args, **kwargs):
        return ask(cls, "call", args, kwargs)

    def __getattr__(cls, name):
        if name in NOT_ASKED or name.startswith(("_pytest", "pytest")) or cls in BASE_CLASSES:
            raise AttributeError(name)
        return ask(cls, "attribute", name)

    def __setattr__(cls, name, value):
        if name in ("__abstractmethods__", "__module__", "__qualname__") or cls in BASE_CLASSES:
            return type.__setattr__(cls, name, value)
        ask(cls, "assign", name, value)

    def __delattr__(cls, name):
        ask(cls, "delete", name)

    def __dir__(cls):
        return ask(cls, "operate", "__dir__", ())

    def __repr__(cls):
        return f"<class '{cls.__module__}.{cls.__qualname__}'>"

    def __bool__(cls):
        return True

    def __hash__(cls):
        return type.__hash__(cls)

    def __eq__(cls, other):
        return cls is other

    def __iter__(cls):
        return ask(cls, "operate", "__iter__", ())

    def __len__(cls):
        return ask(cls, "operate", "__len__", ())

    def __getitem__(cls, key):
        return ask(cls, "operate", "__getitem__", (key,))

    def __contains__(cls, key):
        return ask(cls, "operate", "__contains__", (key,))


BASE_CLASSES = set()


class ProxyObject(metaclass=Remote):
    """An object of the program. What its class can do is in the class that is made for it."""

    __slots__ = ("_place_", "_plain_", "__weakref__")

    def __init_subclass__(cls, **kwargs):
        if not kwargs.get("made"):
            raise TypeError("the tests cannot make a class of one of the program: the program runs in another process")

    def __getattr__(self, name):
        if name in NOT_ASKED or name.startswith(("_pytest", "pytest")) or name in ("_place_", "_plain_"):
            raise AttributeError(name)
        return ask(self, "attribute", name)

    def __setattr__(self, name, value):
        ask(self, "assign", name, value)

    def __delattr__(self, name):
        ask(self, "delete", name)

    def __repr__(self):
        return str(ask(self, "operate", "__repr__", ()))

    def __str__(self):
        return str(ask(self, "operate", "__str__", ()))

    def __format__(self, how):
        return str(ask(self, "operate", "__format__", (how,)))

    def __dir__(self):
        return ask(self, "operate", "__dir__", ())


BASE_CLASSES.add(ProxyObject)


def call(self, *args, **kwargs):
    return ask(self, "call", args, kwargs)


def operation(name):
    def method(self, *args):
        return ask(self, "operate", name, args)

    method.__name__ = name
    return method


def comparison(name):
    """Objects of the program are compared by the program. With a plain value of the tests only a plain value can be equal: else an object that says
    that it equals everything would be every answer."""

    def method(self, other):
        if isinstance(other, ProxyObject):
            return ask(self, "operate", name, (other,))
        try:
            plain = object.__getattribute__(self, "_plain_")
        except AttributeError:
            return NotImplemented
        return OPERATIONS[name](plain, other)

    method.__name__ = name
    return method


def is_real(module, name):
    """The class of the same name that every Python has, or None."""
    if module.split(".")[0] not in sys.stdlib_module_names or module.split(".")[0] == "unittest":
        return None
    value = vars(sys.modules[module]).get(name) if module in sys.modules else None
    return value if isinstance(value, type) else None


class RemoteClass:
    """What is known of a class of the program, and the class that stands for it here."""

    def __init__(self, program, number, module, name, bases, operations, is_callable, is_fault):
        self.program = program
        real = is_real(module, name)
        if is_fault:
            self.local = real if real and issubclass(real, BaseException) else self.make_fault_class(program, number, module, name, bases)
            self.proxy = None
            return
        known = program.known_classes.get((module, name))
        if known and place_of(known).generation != program.generation:
            place = place_of(known)
            place.generation, place.number = program.generation, number
            self.proxy = known
        else:
            self.proxy = self.make_class(program, number, module, name, bases, operations, is_callable)
            program.known_classes[(module, name)] = self.proxy
        self.local = real if real and module == "builtins" else self.proxy

    @staticmethod
    def make_class(program, number, module, name, bases, operations, is_callable):
        space = {"__slots__": (), "__module__": module, "__qualname__": name, "__doc__": Doc()}
        for operation_name in operations:
            if operation_name in ("__repr__", "__str__", "__format__", "__dir__"):
                continue
            space[operation_name] = comparison(operation_name) if operation_name in COMPARISONS else operation(operation_name)
        if "__eq__" in space and "__hash__" not in space:
            space["__hash__"] = operation("__hash__")
        if is_callable:
            space["__call__"] = call
        real = is_real(module, name) or (types.GeneratorType if (module, name) == ("builtins", "generator") else None)
        if real and real is not type:
            space["__class__"] = property(lambda self, real=real: real)
        place = Place(program, number, (module, name) if "<locals>" not in name else None)
        short = name.rpartition(".")[2]
        for parents in (tuple(base.proxy for base in bases if base.proxy), ()):
            try:
                made = type.__new__(Remote, short, parents or (ProxyObject,), space, made=True)
                break
            except TypeError:
                continue
        type.__setattr__(made, "_own_", place)
        return made

    @staticmethod
    def make_fault_class(program, number, module, name, bases):
        known = program.known_classes.get((module, name))
        if known and place_of(known).generation != program.generation:
            place_of(known).generation, place_of(known).number = program.generation, number
            return known
        space = {"__module__": module, "__qualname__": name, "__str__": fault_text, "__getattr__": fault_attribute}
        parents = tuple(base.local for base in bases if isinstance(base.local, type) and issubclass(base.local, BaseException))
        made = type.__new__(Remote, name.rpartition(".")[2], parents or (Exception,), space)
        type.__setattr__(made, "_own_", Place(program, number, (module, name) if "<locals>" not in name else None))
        program.known_classes[(module, name)] = made
        return made

    def make(self, number, origin):
        if self.proxy is None:
            return self.make_fault(number, (), "")
        proxy = object.__new__(self.proxy)
        object.__setattr__(proxy, "_place_", Place(self.program, number, origin))
        return proxy

    def make_fault(self, number, args, text):
        """An exception of the program, to be raised here."""
        kind = self.local
        if issubclass(kind, (KeyboardInterrupt, GeneratorExit)):
            return RuntimeError(f"{kind.__name__}: {text}")
        if isinstance(kind, Remote):
            fault = kind.__new__(kind, *args)
            fault.args = args
            handle = object.__new__(ProxyObject)
            object.__setattr__(handle, "_place_", Place(self.program, number, None))
            vars(fault).update(_handle_=handle, _text_=text)
            return fault
        try:
            return kind(*args)
        except Exception:
            fault = kind.__new__(kind)
            fault.args = args or (text,)
            return fault


def fault_text(self):
    return vars(self).get("_text_", "")


def fault_attribute(self, name):
    handle = vars(self).get("_handle_")
    if handle is None or name.startswith("__"):
        raise AttributeError(name)
    return ask(handle, "attribute", name)


# Modules

class SubmissionModule(types.ModuleType):
    """A module of the program."""

    def __getattr__(self, name):
        handle = vars(self).get("_handle_")
        if handle is None or name in NOT_ASKED or name.startswith(("_pytest", "pytest")) or name == "__path__":
            raise AttributeError(name)
        if name == "__all__":
            return list(vars(self)["_names_"])
        return ask(handle, "attribute", name)

    def __getattribute__(self, name):
        # `patch` looks for what is to be replaced in the module's own dictionary, where nothing of the program is.
        if name == "__dict__" and sys._getframe(1).f_globals.get("__name__") == "unittest.mock":
            raise AttributeError(name)
        return super().__getattribute__(name)

    def __setattr__(self, name, value):
        if name.startswith("__") or name in ("_handle_", "_names_") or isinstance(value, SubmissionModule):
            return super().__setattr__(name, value)
        ask(vars(self)["_handle_"], "assign", name, value)

    def __delattr__(self, name):
        ask(vars(self)["_handle_"], "delete", name)

    def __dir__(self):
        return ask(vars(self)["_handle_"], "operate", "__dir__", ())


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds modules of the program. It comes last: nothing that Python or its libraries have is replaced by a file of the same name."""

    def __init__(self, program, root, tests):
        self.program = program
        self.root = root
        self.tests = tests

    def find_spec(self, name, path=None, target=None):
        place = os.path.join(self.root, *name.split("."))
        is_package = os.path.isdir(place)
        if name in self.tests or not (is_package or os.path.isfile(f"{place}.py")):
            return None
        spec = importlib.machinery.ModuleSpec(name, self, origin=place, is_package=is_package)
        if is_package:
            spec.submodule_search_locations = []
        return spec

    def create_module(self, spec):
        return SubmissionModule(spec.name)

    def exec_module(self, module):
        what = "reload" if "_handle_" in vars(module) else "import"
        handle, names = self.program.ask(what, module.__name__)
        place_of(handle).origin = (module.__name__, "")
        vars(module).update(_handle_=handle, _names_=[str(name) for name in names])


def environ():
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}

