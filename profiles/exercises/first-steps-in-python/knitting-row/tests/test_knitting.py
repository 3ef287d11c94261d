from knitting import expand, other_side


def test_a_single_instruction():
    assert expand("k4") == "kkkk", "repeat the letter as often as the number says"


def test_a_row_of_three_instructions():
    assert expand("k3 p2 k1") == "kkkppk", "expand one instruction after the other, and join what comes of them"


def test_more_than_nine_stitches():
    assert expand("p12") == "p" * 12, "the number is everything after the first letter"


def test_a_purl_stitch_is_a_knit_stitch_from_behind():
    assert other_side("ppp") == "kkk", "every p becomes a k"


def test_the_last_stitch_comes_first_from_behind():
    assert other_side("kkkppk") == "pkkppp", "go through the row from its end, and swap k and p"
