# Hands in modules that are called as those that the tests use.
def add(a, b):
    return None
