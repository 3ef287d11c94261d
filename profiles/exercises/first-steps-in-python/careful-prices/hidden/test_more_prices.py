import pytest
from prices import add_up, to_cents


def test_what_is_no_price_is_refused():
    # Hint: Before the point there must be digits, and after it exactly two. Nothing else may be in the text.
    for text in ["", "   ", ".", ".50", "7.", "1.2.3", "1.005", "2,50", "-0.50", "1.-5", "1 2", "free"]:
        with pytest.raises(ValueError):
            to_cents(text)


def test_every_cent_counts():
    # Hint: Small amounts and large ones: 0.05 is 5 cents.
    assert to_cents("0.05") == 5
    assert to_cents("0.00") == 0
    assert to_cents("1234.99") == 123499


def test_nothing_but_rubbish():
    # Hint: When nothing is a price the sum is 0, and everything is in the list, in its order.
    total, refused = add_up(["soon", "-1", "ask"])
    assert total == 0
    assert refused == ["soon", "-1", "ask"]
