from hills import climb, steep, steps

WALK = [300, 420, 380, 560, 540]


def test_five_heights_make_four_steps():
    assert steps(WALK) == [120, -40, 180, -20], "take each height away from the next one"


def test_only_rises_count_as_climb():
    assert climb(WALK) == 300, "120 + 180, and nothing is taken away for the way down"


def test_one_step_is_steeper_than_150():
    assert steep(WALK, 150) == [2], "the third step rises 180 metres, and it has the number 2"


def test_two_steps_are_steeper_than_100():
    assert steep(WALK, 100) == [0, 2], "steps are counted from 0"


def test_a_walk_on_the_flat():
    assert climb([5, 5, 5]) == 0
    assert steep([5, 5, 5], 0) == [], "a step of 0 does not rise more than 0"
