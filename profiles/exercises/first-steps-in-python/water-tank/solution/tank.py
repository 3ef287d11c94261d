class Tank:
    """A tank for rain water. All amounts are in litres."""

    def __init__(self, capacity):
        self.capacity = capacity
        self.level = 0

    def fill(self, litres):
        """Puts water in. Returns how much overflowed."""
        fits = min(litres, self.capacity - self.level)
        self.level += fits
        return litres - fits

    def draw(self, litres):
        """Takes water out. Raises a ValueError where there is less than that."""
        if litres > self.level:
            raise ValueError(f"there are only {self.level} litres")
        self.level -= litres

    def __str__(self):
        return f"{self.level} of {self.capacity} litres"
