from labels import initials, label


def test_two_names_have_two_initials():
    assert initials("Selma Lagerlöf") == "S. L.", "each letter gets a full stop, and there is a space between them"


def test_three_names_have_three_initials():
    assert initials("Hans Christian Andersen") == "H. C. A.", "go through all the words of the name"


def test_the_label_of_a_book():
    assert label("Michael Ende", "Momo", 1973) == "END-mom-73", "last name in capitals, title in small letters"


def test_the_year_keeps_its_zero():
    assert label("Selma Lagerlöf", "The Wonderful Adventures of Nils", 1906) == "LAG-the-06", "two digits, even if the first is 0"


def test_short_names_and_titles():
    assert label("Ursula Le", "It", 1986) == "LE-it-86", "a slice of a short text is simply shorter"
