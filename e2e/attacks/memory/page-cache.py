# Reads every file of the image again and again, to push out what others read.
# layers: memory, disk
# contained: held, cpu_limit
from kit import *
import time
end = time.time() + 2
while time.time() < end:
    for top, _, files in os.walk("/usr/lib"):
        for name in files:
            try: open(os.path.join(top, name), "rb").read()
            except OSError: pass
        if time.time() > end: break
