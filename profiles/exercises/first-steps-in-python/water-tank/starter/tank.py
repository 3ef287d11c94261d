class Tank:
    """A tank for rain water. All amounts are in litres."""

    def __init__(self, capacity):
        self.capacity = capacity
        self.level = 0

    def fill(self, litres):
        """Puts water in. Returns how much overflowed."""
        self.level += litres
        return 0

    def draw(self, litres):
        """Takes water out. Raises a ValueError where there is less than that."""


tank = Tank(200)
tank.fill(60)
print(tank.level)
