from gate import may_pass, water_over_sill


def test_a_tide_of_350_leaves_150():
    assert water_over_sill(350) == 150, "take the height of the sill away from the tide"


def test_no_water_at_low_tide():
    assert water_over_sill(120) == 0, "there is never less water than none"


def test_a_small_boat_passes_at_high_tide():
    assert may_pass(420, 90, True) is True, "220 cm of water are enough for 90 + 30"


def test_a_large_boat_has_to_wait():
    assert may_pass(300, 90, True) is False, "100 cm of water are too little for 90 + 30"


def test_nobody_passes_a_closed_gate():
    assert may_pass(420, 90, False) is False, "the gate must be open too"
