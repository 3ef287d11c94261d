# Sends itself signals without end, from many processes.
# layers: processor
# contained: held, cpu_limit, stopped, box_lost
from kit import *
import signal, time
signal.signal(signal.SIGUSR1, lambda *_: None)
parent = os.getpid()
children = []
for _ in range(8):
    pid = os.fork()
    if pid == 0:
        while True:
            try: os.kill(parent, signal.SIGUSR1)
            except OSError: os._exit(0)
    children.append(pid)
end = time.time() + 2
while time.time() < end: pass
for pid in children: os.kill(pid, 9)
