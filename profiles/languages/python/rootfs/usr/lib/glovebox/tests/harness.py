"""The tests in pytest: collected from memory, in source order, and carried out one by one."""

import ast
import importlib.abc
import importlib.machinery
import inspect
import linecache
import os
import pprint
import sys
import textwrap
import time
import unittest
from pathlib import Path

import _pytest.assertion.rewrite
import finder
import pytest
import remote

ROOT = os.getcwd()
CONFIG = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pytest.ini")
LOAD_SECONDS = 10
TEXT = 8_000
CODE = 4_000
OPTIONS = ("cacheprovider", "junitxml", "doctest", "stepwise", "pastebin", "faulthandler", "legacypath", "setupplan")


def run(wire, program, sources, skip, seconds):
    tests = {os.path.basename(name).removesuffix(".py"): name for name in sources}
    plugin = Harness(wire, program, sources, skip, seconds)
    sys.meta_path.insert(0, TestFinder(plugin, tests))
    sys.meta_path.append(finder.Finder(program, ROOT, tests))
    sys.addaudithook(keep_out)
    unittest.TestCase.assertEqual = noting(unittest.TestCase.assertEqual, plugin)
    options = [word for name in OPTIONS for word in ("-p", f"no:{name}")]
    pytest.main(["-s", "-q", "--noconftest", "-c", CONFIG, f"--rootdir={ROOT}", *options, ROOT], plugins=[plugin])


def keep_out(event, args):
    """Nothing of the program is run in this process, however a test goes about it."""
    if event != "exec":
        return
    name = os.path.abspath(args[0].co_filename)
    if name.startswith(ROOT + os.sep) and os.path.isfile(name):
        raise ImportError(f"{os.path.basename(name)} runs in a process of its own: import it, or run it with subprocess")


def noting(method, plugin):
    """What was compared, of a comparison that fails."""

    def assertEqual(self, first, second, msg=None):
        try:
            method(self, first, second, msg)
        except self.failureException:
            plugin.compared = (first, second)
            raise

    return assertEqual


class TestFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the modules of the tests, which are nowhere but in memory."""

    def __init__(self, plugin, tests):
        self.plugin = plugin
        self.tests = tests

    def find_spec(self, name, path=None, target=None):
        if name not in self.tests:
            return None
        return importlib.machinery.ModuleSpec(name, self, origin=os.path.join(ROOT, self.tests[name]))

    def exec_module(self, module):
        path = module.__spec__.origin
        source = self.plugin.sources[self.tests[module.__name__]]
        module.__file__ = path
        tree = ast.parse(source, path)
        _pytest.assertion.rewrite.rewrite_asserts(tree, source, path, self.plugin.config)
        exec(compile(tree, path, "exec", dont_inherit=True), vars(module))


class MemoryModule(pytest.Module):
    def _getobj(self):
        return importlib.import_module(self.path.stem)


class Harness:
    def __init__(self, wire, program, sources, skip, seconds):
        self.wire = wire
        self.program = program
        self.sources = sources
        self.skip = skip
        self.seconds = seconds
        self.config = None
        self.compared = None
        self.reports = []
        for name, source in sources.items():
            path = os.path.join(ROOT, name)
            text = source.decode("utf-8", "replace")
            # Without a time it is taken as it is: nobody looks for the file.
            linecache.cache[path] = (len(text), None, text.splitlines(keepends=True), path)

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config):
        self.config = config
        reporter = config.pluginmanager.getplugin("terminalreporter")
        reporter._tw._file = open(os.devnull, "w")

    def pytest_collection(self, session):
        items = []
        self.program.deadline = time.monotonic() + LOAD_SECONDS
        for name in sorted(self.sources):
            path = Path(ROOT, name)
            try:
                if path.stem == "conftest":
                    session.config.pluginmanager.register(importlib.import_module("conftest"), str(path))
                    continue
                node = MemoryModule.from_parent(session, path=path)
                found = list(session.genitems(node))
                problems = [report for report in self.collect_problems]
                self.collect_problems.clear()
                for report in problems:
                    print(report)
                lines = [(place(item), at) for at, item in enumerate(found)]
                items += [found[at] for _, at in sorted(lines)]
            except BaseException as fault:
                print(told(fault))
        self.program.end_test()
        session.config.hook.pytest_collection_modifyitems(session=session, config=session.config, items=items)
        session.items = items
        session.testscollected = len(items)
        self.wire.event(type="plan", tests=[planned(item) for item in items])
        self.places = {item.nodeid: at for at, item in enumerate(items)}
        session.items = [item for at, item in enumerate(items) if at not in self.skip]
        return True

    collect_problems = []

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector):
        report = yield
        if report.failed:
            fault = report.call.excinfo.value if getattr(report, "call", None) and report.call.excinfo else None
            self.collect_problems.append(told(fault) if fault is not None else str(report.longrepr))
        return report

    def pytest_collectreport(self, report):
        # What cannot be collected does not stop the others.
        report.outcome = "passed"

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item, nextitem):
        number = self.places[item.nodeid]
        self.reports = []
        self.compared = None
        self.wire.event(type="start", test=number)
        self.program.begin_test(self.seconds)
        result = yield
        ended = self.program.end_test()
        self.wire.event(type="end", test=number, **self.outcome(ended))
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        report = yield
        self.reports.append((report, call.excinfo.value if call.excinfo else None))
        return report

    def pytest_assertrepr_compare(self, config, op, left, right):
        if op == "==":
            self.compared = (left, right)

    def outcome(self, ended):
        failed = next(((report, fault) for report, fault in self.reports if report.failed), None)
        if failed is None and ended is None:
            skipped = next((report for report, _ in self.reports if report.skipped), None)
            if skipped is None or hasattr(skipped, "wasxfail"):
                return {"status": "pass"}
            return {"status": "skip", "message": str(skipped.longrepr[2] if isinstance(skipped.longrepr, tuple) else skipped.longrepr)[:TEXT]}
        if failed is None:
            return {"status": "fail", "reason": ended, "message": "The program ended before the test was over."}
        report, fault = failed
        outcome = {"status": "fail" if report.when == "call" else "error", "message": told(fault) if fault is not None else str(report.longrepr)[:TEXT]}
        if ended is not None:
            outcome["reason"] = ended
        if self.compared is not None and isinstance(fault, AssertionError):
            got, expected = self.compared
            outcome["expected"], outcome["got"] = shown(expected, got)
        return outcome


def place(item):
    return item.reportinfo()[1] or 0


def planned(item):
    file, _, name = item.nodeid.partition("::")
    line = place(item) + 1
    return {"name": name, "file": file, "line": line, "code": code_of(item)}


def code_of(item):
    try:
        return textwrap.dedent(inspect.getsource(item.function))[:CODE]
    except (OSError, TypeError, AttributeError):
        return ""


def told(fault):
    """Why something failed, for a person: where it was in the program, or what the assertion says."""
    trace = getattr(fault, "__submission_traceback__", "")
    if trace:
        return trace.rstrip()[-TEXT:]
    if isinstance(fault, (remote.ProgramEnded, remote.TookTooLong)):
        return str(fault)
    text = str(fault)
    if isinstance(fault, AssertionError):
        return text[:TEXT] or "An assertion failed."
    return f"{type(fault).__name__}: {text}"[:TEXT]


def shown(expected, got):
    """Two values that differ, so that it can be seen how."""
    if type(expected) is str and type(got) is str:
        return expected[:TEXT], got[:TEXT]
    try:
        return pprint.pformat(expected)[:TEXT], pprint.pformat(got)[:TEXT]
    except Exception:
        return None, None
