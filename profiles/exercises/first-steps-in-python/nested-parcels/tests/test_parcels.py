from parcels import depth, things, weight

PICTURE = [200, [80, []]]


def test_an_empty_box():
    # Hint: With nothing in it, the loop does nothing: 50 g, one box, no things.
    assert weight([]) == 50, "a box weighs 50 g itself"
    assert depth([]) == 1, "there is the box itself"
    assert things([]) == []


def test_a_box_of_things():
    assert weight([100, 20]) == 170, "the things, and 50 g for the box"
    assert things([100, 20]) == [100, 20]


def test_the_weight_of_the_parcel_of_the_picture():
    assert weight(PICTURE) == 430, "two things and three boxes: 200 + 80 + 3 * 50"


def test_the_depth_of_the_parcel_of_the_picture():
    assert depth(PICTURE) == 3, "one more than the deepest box within it"


def test_the_things_of_the_parcel_of_the_picture():
    assert things(PICTURE) == [200, 80], "no box may be left in the list"
