def shared(mine, yours):
    """The languages that are in both sets."""
    return mine


def pals(name, others, people):
    """Those of the others with whom somebody shares a language."""
    return others


def spoken_by_all(people):
    """The languages that everybody knows."""
    return set()


print(shared({"English", "French"}, {"German", "English"}))
