from main import mean


def test_of_many_numbers():
    assert mean([8675309] * 3) == 8675309
