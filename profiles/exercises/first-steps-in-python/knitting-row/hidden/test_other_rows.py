from knitting import expand, other_side


def test_an_empty_row():
    # Hint: No instructions, no stitches: the result is an empty text.
    assert expand("") == ""
    assert other_side("") == ""


def test_turning_the_scarf_twice():
    # Hint: Whoever turns the scarf twice sees the same side again.
    row = expand("k2 p3 k1 p1 k10")
    assert len(row) == 17
    assert other_side(other_side(row)) == row


def test_the_back_of_a_long_row():
    # Hint: other_side must work for every row.
    assert other_side(expand("k1 p2 k3 p4")) == "kkkkpppkkp"
