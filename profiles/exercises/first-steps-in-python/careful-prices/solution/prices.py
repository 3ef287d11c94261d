def to_cents(text):
    """The price in cents: 350 for "3.50". Raises a ValueError where it is no price."""
    euros, point, cents = text.strip().partition(".")
    if not point:
        cents = "00"
    if not euros.isdecimal() or not cents.isdecimal() or len(cents) != 2:
        raise ValueError(f"{text!r} is no price")
    return int(euros) * 100 + int(cents)


def add_up(texts):
    """The sum in cents of all prices, and the texts that are none."""
    total = 0
    refused = []
    for text in texts:
        try:
            total += to_cents(text)
        except ValueError:
            refused.append(text)
    return total, refused
