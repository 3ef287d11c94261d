def initials(author):
    """The initials of all names: "S. L." for Selma Lagerlöf."""
    parts = []
    for name in author.split():
        parts.append(f"{name[0]}.")
    return " ".join(parts)


def label(author, title, year):
    """What goes on the back of a book: "LAG-the-06"."""
    last_name = author.split()[-1]
    return f"{last_name[:3].upper()}-{title[:3].lower()}-{year % 100:02}"
