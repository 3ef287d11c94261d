"""Finds the modules of the program for the tests."""

import importlib.abc
import importlib.machinery
import os

from proxies import SubmissionModule, place_of


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
