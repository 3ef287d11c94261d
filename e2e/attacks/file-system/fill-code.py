# Fills /code.
# layers: scratch folders
from kit import *
written = 0
try:
    with open("/code/f1", "wb", 0) as one, open("/code/f2", "wb", 0) as two:
        for turn in range(200):
            for file in (one, two): written += file.write(b"x" * (1 << 20))
except OSError as fault:
    if fault.errno not in (errno.ENOSPC, errno.EFBIG): breach(f"error {fault.errno}")
if written > (64 << 20): breach(f"{written >> 20} MiB fitted in")
