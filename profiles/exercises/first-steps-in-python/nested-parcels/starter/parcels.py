BOX = 50  # grams, what a box weighs itself


def weight(box):
    """What a box weighs with everything in it."""
    return BOX + len(box)


def depth(box):
    """How many boxes are in each other, this one included."""
    return 1


def things(box):
    """All things, in the order in which one unpacks them."""
    return box


print(things([200, [80, []]]))
