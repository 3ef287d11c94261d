def test_small():
    pass


def test_large():
    pass
