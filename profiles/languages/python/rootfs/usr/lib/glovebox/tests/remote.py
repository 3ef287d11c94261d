"""The program that is tested, as the tests see it: modules, classes, functions and objects that stand for those of
another process, in which the program runs."""

import builtins
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import types
import weakref

import wire
from answers import TEXT, Answers, ProgramEnded, TookTooLong
from proxies import ProxyObject, Remote, RemoteClass, SubmissionModule, place_of

ARGV = ["pytest"]
HERE = os.path.dirname(os.path.abspath(__file__))
LOAD_SECONDS = 10
NEVER = (types.ModuleType, types.FrameType, types.CodeType, types.TracebackType)


class Program(Answers):
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
        self.lock = threading.RLock()
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
        with self.lock:
            return self.ask_alone(what, values)

    def ask_alone(self, what, values):
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


def environ():
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
