from gate import may_pass, water_over_sill


def test_a_tide_as_high_as_the_sill():
    # Hint: At exactly 200 cm no water stands over the sill.
    assert water_over_sill(200) == 0
    assert water_over_sill(201) == 1


def test_just_enough_water():
    # Hint: At least means that exactly enough is enough: use >= and not >.
    assert may_pass(330, 100, True) is True
    assert may_pass(329, 100, True) is False


def test_every_boat_has_its_own_draught():
    # Hint: The answer must follow from all three values.
    assert [may_pass(380, draught, True) for draught in (50, 150, 151, 250)] == [True, True, False, False]
