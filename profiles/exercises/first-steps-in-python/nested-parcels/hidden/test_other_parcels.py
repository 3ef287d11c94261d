from parcels import depth, things, weight


def test_several_boxes_side_by_side():
    # Hint: The deepest of several boxes counts, wherever it stands, and all of them are weighed.
    parcel = [[], [[[]]], [[]]]
    assert depth(parcel) == 4
    assert weight(parcel) == 7 * 50
    assert things(parcel) == []


def test_things_before_between_and_after_boxes():
    # Hint: Unpack from left to right: what is in a box comes where the box was.
    assert things([1, [2, [3], 4], 5, [[6]]]) == [1, 2, 3, 4, 5, 6]


def test_a_parcel_of_forty_boxes():
    # Hint: A function that calls itself goes as deep as the parcel does.
    parcel = [7]
    for _ in range(39):
        parcel = [parcel]
    assert depth(parcel) == 40
    assert weight(parcel) == 40 * 50 + 7
    assert things(parcel) == [7]
