from fractions import Fraction


def share(guests):
    """What one guest gets, when I have a piece too."""
    return Fraction(1, guests + 1)
