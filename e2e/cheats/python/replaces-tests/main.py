# Hands in files of tests, and of settings, under the names of the real ones.
def add(a, b):
    return None
