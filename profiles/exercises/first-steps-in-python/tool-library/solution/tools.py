MOST_TOOLS = 3


class Refused(Exception):
    """Something is not possible. The message says why."""


class Library:
    """The tools of the house, and who has borrowed them."""

    def __init__(self):
        self.in_house = {}
        self.borrowed = {}

    def add(self, tool, count):
        self.in_house[tool] = self.in_house.get(tool, 0) + count
        return f"{self.in_house[tool]} {tool}"

    def lend(self, tool, name):
        self.check(tool)
        has = self.borrowed.get(name, [])
        if self.in_house[tool] == 0:
            raise Refused("none left")
        if len(has) == MOST_TOOLS:
            raise Refused("three tools are enough")
        self.in_house[tool] -= 1
        self.borrowed[name] = [*has, tool]
        return f"{name} has {tool}"

    def take_back(self, tool, name):
        self.check(tool)
        has = self.borrowed.get(name, [])
        if tool not in has:
            raise Refused(f"{name} has no {tool}")
        has.remove(tool)
        self.in_house[tool] += 1
        return f"Thank you, {name}"

    def report(self):
        tools = [f"{tool}: {count}" for tool, count in sorted(self.in_house.items())]
        people = [f"{name}: {', '.join(sorted(has))}" for name, has in sorted(self.borrowed.items()) if has]
        return "\n".join(tools + people)

    def check(self, tool):
        if tool not in self.in_house:
            raise Refused("no such tool")


def answer(library, words):
    match words:
        case ["add", tool, count]:
            return library.add(tool, int(count))
        case ["lend", tool, name]:
            return library.lend(tool, name)
        case ["return", tool, name]:
            return library.take_back(tool, name)
        case ["report"]:
            return library.report()


library = Library()
while (words := input().split()) != ["end"]:
    try:
        print(answer(library, words))
    except Refused as reason:
        print(f"Error: {reason}")
