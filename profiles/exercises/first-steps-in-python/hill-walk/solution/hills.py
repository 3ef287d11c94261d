def steps(heights):
    """The difference from each height to the next."""
    return [after - before for before, after in zip(heights, heights[1:])]


def climb(heights):
    """How many metres it went up, all in all."""
    return sum(step for step in steps(heights) if step > 0)


def steep(heights, limit):
    """The numbers of the steps that rise more than the limit."""
    return [number for number, step in enumerate(steps(heights)) if step > limit]
