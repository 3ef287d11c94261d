def initials(author):
    """The initials of all names: "S. L." for Selma Lagerlöf."""
    return author[0] + "."


def label(author, title, year):
    """What goes on the back of a book: "LAG-the-06"."""
    return f"{author[:3]}-{title[:3]}-{year}"


print(label("Selma Lagerlöf", "The Wonderful Adventures of Nils", 1906))
