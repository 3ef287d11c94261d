def steps(heights):
    """The difference from each height to the next."""
    return heights


def climb(heights):
    """How many metres it went up, all in all."""
    return heights[-1] - heights[0]


def steep(heights, limit):
    """The numbers of the steps that rise more than the limit."""
    return []


print(steps([300, 420, 380, 560, 540]))
