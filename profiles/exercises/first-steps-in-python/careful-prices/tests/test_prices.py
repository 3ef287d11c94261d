import pytest
from prices import add_up, to_cents


def test_euros_and_cents():
    assert to_cents("3.50") == 350, "3 euros are 300 cents, and 50 more"


def test_whole_euros():
    assert to_cents("12") == 1200, "a price may have no point"


def test_white_space_does_not_matter():
    assert to_cents("  0.80 ") == 80, "strip() takes it away"


def test_a_letter_is_refused():
    # Hint: The O is a letter. Raise a ValueError, and put the text into its message.
    with pytest.raises(ValueError, match="3.5O"):
        to_cents("3.5O")


def test_a_negative_price_is_refused():
    # Hint: isdecimal() is false for "-4". The message must have the text in it.
    with pytest.raises(ValueError, match="-4"):
        to_cents("-4")


def test_cents_have_two_digits():
    # Hint: How long is what comes after the point?
    with pytest.raises(ValueError):
        to_cents("3.5")


def test_the_sum_leaves_out_what_is_refused():
    # Hint: Put the try inside of the loop, so that it goes on after a text that is no price.
    total, refused = add_up(["3.50", "3.5O", "12"])
    assert total == 1550, "3.50 and 12 count"
    assert refused == ["3.5O"], "what is no price goes into the second list"
