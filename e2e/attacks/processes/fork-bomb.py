# Forks in every process until nothing more goes.
# layers: processes
# mutate: no
# contained: held, cpu_limit, out_of_memory, signaled
from kit import *
import time
_self_pid = os.getpid()
made = 0
end = time.time() + 2
while time.time() < end:
    try:
        if os.fork() == 0: made = 0; end = time.time() + 1
        else: made += 1
    except OSError: time.sleep(0.01)
    if made > 200 and os.getpid() == _self_pid: breach(f"{made} processes")
if os.getpid() != _self_pid: os._exit(0)
