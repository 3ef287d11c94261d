import pytest
from tank import Tank


def test_every_tank_has_its_own_water():
    # Hint: Keep the level in self, and not in a variable outside of the class.
    north, south = Tank(100), Tank(300)
    north.fill(40)
    south.fill(250)
    assert (north.level, south.level) == (40, 250)
    assert (str(north), str(south)) == ("40 of 100 litres", "250 of 300 litres")


def test_the_level_stays_when_too_much_is_asked_for():
    # Hint: Look before you take: after the error, the water must still be there.
    tank = Tank(50)
    tank.fill(20)
    with pytest.raises(ValueError):
        tank.draw(30)
    assert tank.level == 20


def test_taking_all_of_it():
    # Hint: As much as there is may be taken, to the last litre.
    tank = Tank(50)
    tank.fill(20)
    tank.draw(20)
    assert tank.level == 0


def test_rain_into_a_full_tank():
    # Hint: When the tank is full, all of it overflows.
    tank = Tank(50)
    assert tank.fill(75) == 25
    assert tank.fill(10) == 10
    assert tank.level == 50
