# Writes frames of the agent’s protocol into its outputs: an exit of its own, with a number of its choice.
# layers: agent
# tiers: standard
from kit import *
import struct
forged = struct.pack(">IBI", 7, 0x47, 1) + b"{}"
reached = 0
for target in ["/proc/1/fd/0", "/proc/1/fd/1", "/proc/1/fd/2"] + [f"/proc/1/fd/{n}" for n in range(3, 20)]:
    for mode in ("wb", "r+b"):
        try:
            with open(target, mode, 0) as file: file.write(forged); reached += 1
        except OSError: pass
if reached: breach(f"wrote into {reached} of the agent's descriptors")
