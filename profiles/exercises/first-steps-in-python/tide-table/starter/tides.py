def read_tides(name):
    """The tides of a file: a list of (time, height)."""
    tides = []
    with open(name) as file:
        for line in file:
            tides.append(line)
    return tides


def write_high(source, target, level):
    """Writes the tides of at least that level into another file, and how many they are."""
    with open(target, "w") as file:
        file.write("")


print(read_tides("tides.txt"))
