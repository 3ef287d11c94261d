"""What the process of the program may ask of the process of the tests: what it prints and reads, and the use of what it was given. Everything that it
asks is hostile."""

import builtins
import functools
import sys
import types

import wire

OPERATIONS = wire.OPERATIONS
TEXT = 20_000
# Of what the tests pass to the program, these can be called or gone through, and nothing else is told of them.
CLOSED = (
    types.FunctionType,
    types.MethodType,
    types.BuiltinFunctionType,
    types.GeneratorType,
    types.CoroutineType,
    types.AsyncGeneratorType,
    functools.partial,
)


class ProgramEnded(Exception):
    """The process of the program is no more."""


class TookTooLong(Exception):
    """The program did not come back in time."""


class Answers:
    def serve(self, message):
        _, what, words, news = message
        try:
            self.learn(news)
            decoder = wire.Decoder(self.resolve)
            values = [decoder.decode(word) for word in words]
            value = self.perform(what, values)
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
