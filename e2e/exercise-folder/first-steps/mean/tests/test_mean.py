from main import mean


def test_of_two_numbers():
    assert mean([1, 2]) == 1.5


def test_of_nothing():
    print("trying an empty list")
    assert mean([]) == 0
