"""Messages between the process of the tests and the process of the program that is tested.

A message is a line of JSON. Plain values go by value, and everything else by handle: each side says what a handle
is to be there. Nothing is ever unpickled or evaluated: what comes from the program is hostile.
"""

import base64
import collections
import datetime
import decimal
import fractions
import json
import operator
import sys

sys.set_int_max_str_digits(0)

MESSAGE_BYTES = 16 * 1024 * 1024
DEPTH = 200
PLAIN = (type(None), bool, int, float, str)


# What can be done with an object, by the name of the method that does it.
OPERATIONS = {
    "__str__": str,
    "__repr__": repr,
    "__bool__": bool,
    "__len__": len,
    "__iter__": iter,
    "__next__": next,
    "__reversed__": reversed,
    "__hash__": hash,
    "__int__": int,
    "__float__": float,
    "__complex__": complex,
    "__index__": operator.index,
    "__round__": round,
    "__abs__": abs,
    "__divmod__": divmod,
    "__rdivmod__": lambda one, other: divmod(other, one),
    "__format__": format,
    "__bytes__": bytes,
    "__dir__": dir,
    "__contains__": operator.contains,
    "__getitem__": operator.getitem,
    "__setitem__": operator.setitem,
    "__delitem__": operator.delitem,
    "__eq__": operator.eq,
    "__ne__": operator.ne,
    "__lt__": operator.lt,
    "__le__": operator.le,
    "__gt__": operator.gt,
    "__ge__": operator.ge,
    "__neg__": operator.neg,
    "__pos__": operator.pos,
    "__invert__": operator.invert,
    "__pow__": operator.pow,
    "__trunc__": lambda value: value.__trunc__(),
    "__floor__": lambda value: value.__floor__(),
    "__ceil__": lambda value: value.__ceil__(),
    "__enter__": lambda value: type(value).__enter__(value),
    "__exit__": lambda value, *how: type(value).__exit__(value, *how),
}
for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and", "or", "xor", "lshift", "rshift"):
    _plain = getattr(operator, _name, None) or getattr(operator, _name + "_")
    OPERATIONS[f"__{_name}__"] = _plain
    OPERATIONS[f"__r{_name}__"] = lambda one, other, _plain=_plain: _plain(other, one)
    OPERATIONS[f"__i{_name}__"] = getattr(operator, f"i{_name}")


class TooLarge(ValueError):
    pass


class Encoder:
    """Encodes the values of one message. Lists, dictionaries and sets are numbered, so that both sides know them again."""

    def __init__(self, reference, known=None):
        self.reference = reference
        self.numbers = {} if known is None else {id(value): number for number, value in known.items()}
        self.containers = {} if known is None else dict(known)

    def encode(self, value, depth=0):
        kind = type(value)
        if kind in PLAIN:
            return value
        if depth > DEPTH:
            raise TooLarge(f"a value is nested more than {DEPTH} levels deep")
        if kind in (list, dict, set, bytearray):
            number = self.numbers.get(id(value))
            if number is not None:
                return ["R", number]
            number = self.numbers[id(value)] = len(self.numbers)
            self.containers[number] = value
            return ["C", number, *self.contents(value, depth)]
        if kind is tuple:
            return ["t", [self.encode(item, depth + 1) for item in value]]
        if kind is frozenset:
            return ["f", [self.encode(item, depth + 1) for item in value]]
        if kind is bytes:
            return ["b", base64.b64encode(value).decode()]
        if kind is complex:
            return ["c", value.real, value.imag]
        if kind is range:
            return ["r", value.start, value.stop, value.step]
        if kind is decimal.Decimal:
            return ["D", str(value)]
        if kind is fractions.Fraction:
            return ["F", value.numerator, value.denominator]
        if kind is datetime.datetime and value.tzinfo is None:
            return ["dt", value.isoformat()]
        if kind is datetime.date:
            return ["da", value.isoformat()]
        if kind is datetime.time and value.tzinfo is None:
            return ["ti", value.isoformat()]
        if kind is datetime.timedelta:
            return ["td", value.days, value.seconds, value.microseconds]
        if kind in (collections.Counter, collections.OrderedDict, collections.defaultdict):
            return ["m", kind.__name__, self.pairs(value, depth)]
        if kind is collections.deque:
            return ["q", [self.encode(item, depth + 1) for item in value], value.maxlen]
        if value is Ellipsis:
            return ["e"]
        if value is NotImplemented:
            return ["ni"]
        numpy = sys.modules.get("numpy")
        if numpy and isinstance(value, (getattr(numpy, "ndarray", ()), getattr(numpy, "generic", ()))) and value.dtype.kind in "biufcUSmM":
            array = numpy.asarray(value)
            return ["np", array.dtype.str, list(array.shape), base64.b64encode(array.tobytes()).decode(), isinstance(value, numpy.generic)]
        return self.reference(value, self, depth)

    def pairs(self, value, depth):
        return [[self.encode(key, depth + 1), self.encode(item, depth + 1)] for key, item in dict.items(value)]

    def contents(self, value, depth=0):
        kind = type(value)
        if kind is list:
            return ["l", [self.encode(item, depth + 1) for item in value]]
        if kind is dict:
            return ["d", self.pairs(value, depth)]
        if kind is set:
            return ["s", [self.encode(item, depth + 1) for item in value]]
        return ["B", base64.b64encode(value).decode()]


class Decoder:
    """Decodes the values of one message."""

    def __init__(self, resolve, known=None):
        self.resolve = resolve
        self.containers = {} if known is None else dict(known)

    def decode(self, word):
        if not isinstance(word, list):
            return word
        tag = word[0]
        if tag == "R":
            return self.containers[word[1]]
        if tag == "C":
            value = {"l": list, "d": dict, "s": set, "B": bytearray}[word[2]]()
            self.containers[word[1]] = value
            self.fill(value, word[2:])
            return value
        if tag == "t":
            return tuple(self.decode(item) for item in word[1])
        if tag == "f":
            return frozenset(self.decode(item) for item in word[1])
        if tag == "b":
            return base64.b64decode(word[1])
        if tag == "c":
            return complex(word[1], word[2])
        if tag == "r":
            return range(word[1], word[2], word[3])
        if tag == "D":
            return decimal.Decimal(word[1])
        if tag == "F":
            return fractions.Fraction(word[1], word[2])
        if tag == "dt":
            return datetime.datetime.fromisoformat(word[1])
        if tag == "da":
            return datetime.date.fromisoformat(word[1])
        if tag == "ti":
            return datetime.time.fromisoformat(word[1])
        if tag == "td":
            return datetime.timedelta(word[1], word[2], word[3])
        if tag == "m":
            value = {"Counter": collections.Counter, "OrderedDict": collections.OrderedDict, "defaultdict": collections.defaultdict}[word[1]]()
            for key, item in word[2]:
                value[self.decode(key)] = self.decode(item)
            return value
        if tag == "q":
            return collections.deque((self.decode(item) for item in word[1]), word[2])
        if tag == "np":
            import numpy

            array = numpy.frombuffer(base64.b64decode(word[3]), numpy.dtype(word[1])).reshape(word[2]).copy()
            return array[()] if word[4] else array
        if tag == "e":
            return ...
        if tag == "ni":
            return NotImplemented
        return self.resolve(word, self)

    def fill(self, value, contents):
        """Makes a container have these contents, whatever it had before."""
        kind, items = contents
        if kind == "l":
            value[:] = [self.decode(item) for item in items]
        elif kind == "d":
            pairs = [(self.decode(key), self.decode(item)) for key, item in items]
            value.clear()
            value.update(pairs)
        elif kind == "s":
            new = {self.decode(item) for item in items}
            value.clear()
            value.update(new)
        else:
            value[:] = base64.b64decode(items)


def pack(message):
    line = json.dumps(message, separators=(",", ":")).encode() + b"\n"
    if len(line) > MESSAGE_BYTES:
        raise TooLarge("a value is larger than 16 MB")
    return line


class Lines:
    """Cuts what comes in at line ends."""

    def __init__(self):
        self.parts = []
        self.size = 0
        self.lines = collections.deque()

    def push(self, data):
        *whole, rest = data.split(b"\n")
        for line in whole:
            self.parts.append(line)
            self.lines.append(b"".join(self.parts))
            self.parts = []
            self.size = 0
        self.parts.append(rest)
        self.size += len(rest)
        if self.size > MESSAGE_BYTES:
            raise TooLarge("a message is larger than 16 MB")
