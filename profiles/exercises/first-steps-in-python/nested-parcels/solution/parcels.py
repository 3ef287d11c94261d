BOX = 50  # grams, what a box weighs itself


def weight(box):
    """What a box weighs with everything in it."""
    total = BOX
    for item in box:
        total += weight(item) if isinstance(item, list) else item
    return total


def depth(box):
    """How many boxes are in each other, this one included."""
    inner = [depth(item) for item in box if isinstance(item, list)]
    return 1 + max(inner, default=0)


def things(box):
    """All things, in the order in which one unpacks them."""
    found = []
    for item in box:
        if isinstance(item, list):
            found.extend(things(item))
        else:
            found.append(item)
    return found
