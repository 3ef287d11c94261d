import random

from hills import climb, steep, steps


def test_somebody_who_has_not_left_home():
    # Hint: A single height makes no step, so the list is empty and the climb 0.
    assert steps([120]) == []
    assert climb([120]) == 0
    assert steep([120], 0) == []


def test_going_down_all_the_way():
    # Hint: A walk that only goes down has no climb at all.
    assert climb([900, 700, 650, 300]) == 0


def test_long_walks():
    # Hint: The functions must work for every list of heights.
    chance = random.Random(300)
    for _ in range(5):
        differences = [chance.randint(-80, 120) for _ in range(30)]
        heights = [1000]
        for difference in differences:
            heights.append(heights[-1] + difference)
        assert steps(heights) == differences
        assert climb(heights) == sum(d for d in differences if d > 0)
        assert steep(heights, 60) == [n for n, d in enumerate(differences) if d > 60]
