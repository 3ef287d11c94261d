# What a shell without Glovebox would take, measured by a process of its own beside nothing else: prints one JSON object.
# argv: what to measure, seconds (throughput) or samples (the rest).
import json, os, pty, sys, time

HELLO = "/tmp/hello.py"
PYTHON = "/usr/bin/python3"


def start(argv, out, *others):
    """Starts a program with `out` as its standard output; the other descriptors are closed there."""
    actions = [(os.POSIX_SPAWN_DUP2, out, 1), *((os.POSIX_SPAWN_CLOSE, fd) for fd in others)]
    return os.posix_spawn(argv[0], argv, os.environ, file_actions=actions)


def run_hello():
    """Seconds from the start of the interpreter to its first byte, and to its end."""
    read, write = os.pipe()
    began = time.perf_counter()
    pid = start([PYTHON, HELLO], write, read)
    os.close(write)
    assert os.read(read, 100) == b"Hello, World!\n"
    first = time.perf_counter() - began
    os.waitpid(pid, 0)
    os.close(read)
    return first, time.perf_counter() - began


def first_byte(samples):
    return [run_hello()[0] * 1000 for _ in range(samples)]


def throughput(seconds):
    """Two workers a processor would only queue: one each keeps all of them busy."""
    workers = []
    for _ in range(os.cpu_count()):
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            runs = 0
            end = time.perf_counter() + seconds
            while time.perf_counter() < end:
                run_hello()
                runs += 1
            os.write(write, str(runs).encode())
            os._exit(0)
        os.close(write)
        workers.append((pid, read))
    runs = 0
    for pid, read in workers:
        runs += int(os.read(read, 20))
        os.waitpid(pid, 0)
    return runs / seconds


def in_terminal(source):
    """Starts a Python program in a terminal. Its number, and the terminal's other end."""
    pid, master = pty.fork()
    if pid == 0:
        os.execv(PYTHON, [PYTHON, "-c", source])
    return pid, master


def echo(samples):
    pid, master = in_terminal(os.environ["ECHO"])
    assert os.read(master, 1) == b"!"
    times = []
    for _ in range(samples):
        began = time.perf_counter()
        os.write(master, b"k")
        assert os.read(master, 1) == b"k"
        times.append((time.perf_counter() - began) * 1000)
        time.sleep(0.005)
    os.write(master, b"q")
    os.waitpid(pid, 0)
    return times


def flood(seconds):
    """MB a second out of a terminal that is read as fast as it can be."""
    pid, master = in_terminal(os.environ["FLOOD"])
    os.read(master, 1)
    count = 0
    began = time.perf_counter()
    while (took := time.perf_counter() - began) < seconds:
        count += len(os.read(master, 65536))
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    return count / took / 1e6


with open(HELLO, "w") as file:
    file.write('print("Hello, World!")\n')
what, amount = sys.argv[1], int(sys.argv[2])
for _ in range(5):
    run_hello()
print(json.dumps({"first_byte": first_byte, "throughput": throughput, "echo": echo, "flood": flood}[what](amount)))
