from labels import initials, label


def test_an_author_with_a_single_name():
    # Hint: Somebody with one name has one initial, and that name is the last one too.
    assert initials("Homer") == "H."
    assert label("Homer", "Odyssey", 1999) == "HOM-ody-99"


def test_an_author_with_many_names():
    # Hint: The last name is the last word, however many there are.
    assert label("John Ronald Reuel Tolkien", "The Hobbit", 1937) == "TOL-the-37"


def test_a_book_of_a_round_year():
    # Hint: 2000 % 100 is 0, and the label says 00.
    assert label("Astrid Lindgren", "Ronja", 2000) == "LIN-ron-00"
