"""Looks for faults without running anything: what pyflakes finds, and how much each of it matters."""

import sys

from pyflakes import api, messages

# A program that has one of these does not do what it says. Anything else is untidy.
FAULTS = (
    messages.UndefinedName,
    messages.UndefinedLocal,
    messages.ReturnOutsideFunction,
    messages.YieldOutsideFunction,
    messages.ContinueOutsideLoop,
    messages.BreakOutsideLoop,
    messages.DefaultExceptNotLast,
    messages.DuplicateArgument,
    messages.TwoStarredExpressions,
    messages.ForwardAnnotationSyntaxError,
)


class Reporter:
    faults = 0

    def unexpectedError(self, file, message):
        self.say(file, 1, 1, "error", message)

    def syntaxError(self, file, message, line, column, text):
        self.say(file, line or 1, max(column or 1, 1), "error", message)

    def flake(self, message):
        severity = "error" if isinstance(message, FAULTS) else "warning"
        self.say(message.filename, message.lineno, message.col + 1, severity, message.message % message.message_args)

    def say(self, file, line, column, severity, message):
        self.faults += 1
        print(f"{file}:{line}:{column}: {severity}: {message}")


reporter = Reporter()
for name in sys.argv[1:]:
    api.checkPath(name, reporter)
sys.exit(1 if reporter.faults else 0)
