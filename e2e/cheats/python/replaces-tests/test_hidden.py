def test_hidden():
    pass


def test_large():
    pass
