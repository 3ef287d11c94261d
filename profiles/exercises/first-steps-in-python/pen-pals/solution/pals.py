def shared(mine, yours):
    """The languages that are in both sets."""
    return mine & yours


def pals(name, others, people):
    """Those of the others with whom somebody shares a language."""
    return [other for other in others if shared(people[name], people[other])]


def spoken_by_all(people):
    """The languages that everybody knows."""
    everybody = list(people.values())
    if not everybody:
        return set()
    common = everybody[0]
    for languages in everybody[1:]:
        common = shared(common, languages)
    return common
