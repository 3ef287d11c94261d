# Leaves everything it can for the next person, who gets another box.
# layers: agent
import ctypes, os
for path in ("/tmp/left", "/code/left", "/dev/shm/left"): open(path, "w").write("secret")
ctypes.CDLL(None).msgget(4712, 0o1600)
print("READY", flush=True)
print("HELD")
# --- neighbour
import ctypes, os
seen = [p for p in ("/tmp/left", "/code/left", "/dev/shm/left") if os.path.exists(p)]
if ctypes.CDLL(None).msgget(4712, 0) >= 0: seen.append("queue")
print("BREACH " + str(seen) if seen else "HELD")
