import pytest
from tank import Tank


def test_a_new_tank_is_empty():
    tank = Tank(200)
    assert tank.capacity == 200
    assert tank.level == 0, "nothing has rained into it yet"


def test_rain_fills_the_tank():
    tank = Tank(200)
    assert tank.fill(60) == 0, "60 litres fit into an empty tank of 200"
    tank.fill(30)
    assert tank.level == 90, "what is in it stays in it"


def test_what_does_not_fit_overflows():
    tank = Tank(100)
    tank.fill(80)
    assert tank.fill(50) == 30, "there is room for 20 litres, and 30 are too much"
    assert tank.level == 100, "a tank never has more in it than its capacity"


def test_watering_takes_water_out():
    # Hint: draw must make the level smaller.
    tank = Tank(100)
    tank.fill(70)
    tank.draw(25)
    assert tank.level == 45


def test_nobody_can_take_more_than_there_is():
    # Hint: Compare with the level, and raise a ValueError where it is too much.
    tank = Tank(100)
    tank.fill(10)
    with pytest.raises(ValueError):
        tank.draw(11)


def test_a_tank_as_a_text():
    tank = Tank(200)
    tank.fill(60)
    assert str(tank) == "60 of 200 litres", "write a method __str__ that returns it"
