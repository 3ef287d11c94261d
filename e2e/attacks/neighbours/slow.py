# Takes all it can of processor, memory and processes, while somebody else works.
# layers: processor
# contained: held, cpu_limit, out_of_memory
import os, time
end = time.time() + 4
for _ in range(60):
    try:
        if os.fork() == 0:
            block = bytearray(1 << 20)
            while time.time() < end:
                for at in range(0, len(block), 64): block[at] = 1
            os._exit(0)
    except OSError: break
print("READY", flush=True)
time.sleep(4)
print("HELD")
# --- neighbour
import time
begin = time.time()
n = 0
for i in range(3_000_000): n += i
print("HELD" if n == 4499998500000 and time.time() - begin < 10 else "BREACH too slow or wrong")
