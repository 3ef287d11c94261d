class Library:
    """The tools of the house, and who has borrowed them."""

    def __init__(self):
        self.in_house = {}

    def add(self, tool, count):
        self.in_house[tool] = count
        return f"{count} {tool}"


library = Library()

while True:
    words = input().split()
    if words[0] == "end":
        break
    if words[0] == "add":
        print(library.add(words[1], int(words[2])))
