# Makes as many files as it can.
# layers: scratch folders
# tiers: standard
from kit import *
made = 0
try:
    for number in range(20_000):
        os.close(os.open(f"/tmp/{number}", os.O_CREAT | os.O_WRONLY)); made += 1
except OSError as fault:
    if fault.errno != errno.ENOSPC: breach(f"error {fault.errno}")
if made > 8192: breach(f"{made} files")
