# Hands in files of tests, and settings, under the names of the real ones.
def add(_, _) = 0
