# Opens files until it may open no more.
# layers: ulimits
from kit import *
opened = []
try:
    while len(opened) < 5000: opened.append(os.open("/dev/null", os.O_RDONLY))
except OSError: pass
count = len(opened)
for fd in opened: os.close(fd)
if count > 1024: breach(f"{count} open files")
