"""What stands for the modules, classes and objects of the program in the process of the tests."""

import sys
import types

import wire

OPERATIONS = wire.OPERATIONS
COMPARISONS = ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__")
# What frameworks look for on everything that they meet.
NOT_ASKED = ("__wrapped__", "__test__", "__code__", "__signature__", "__bases__", "__isabstractmethod__", "__set_name__", "__objclass__")


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
