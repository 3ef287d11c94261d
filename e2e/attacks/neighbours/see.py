# Looks for another person’s box: processes, files, shared memory, sockets, on loopback and in the abstract.
# layers: network, ipc namespace, agent
import os, socket, time
from multiprocessing import shared_memory
open("/tmp/mine", "w").write("secret"); open("/code/mine", "w").write("secret")
segment = shared_memory.SharedMemory("glovebox_neighbour", create=True, size=64)
listener = socket.socket(); listener.bind(("127.0.0.1", 4711)); listener.listen()
abstract = socket.socket(socket.AF_UNIX); abstract.bind("\0glovebox_neighbour"); abstract.listen()
print("READY", flush=True)
time.sleep(4)
print("HELD")
# --- neighbour
import os, socket
from multiprocessing import shared_memory
seen = [p for p in ("/tmp/mine", "/code/mine") if os.path.exists(p)]
try: shared_memory.SharedMemory("glovebox_neighbour"); seen.append("shared memory")
except OSError: pass
for make, address in ((lambda: socket.socket(), ("127.0.0.1", 4711)), (lambda: socket.socket(socket.AF_UNIX), "\0glovebox_neighbour")):
    try: make().connect(address); seen.append(str(address))
    except OSError: pass
# One’s own, the agent, its template.
if len([p for p in os.listdir("/proc") if p.isdigit()]) > 3: seen.append("processes")
print("BREACH " + str(seen) if seen else "HELD")
