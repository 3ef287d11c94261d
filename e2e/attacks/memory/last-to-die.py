# Makes itself a later choice than the agent when memory is short, so that the kernel ends the agent.
# layers: agent
# tiers: standard
from kit import *
for value in range(-1000, 1000, 50):
    try:
        with open("/proc/self/oom_score_adj", "w") as file: file.write(str(value))
        break
    except OSError: pass
own, agent = (int(open(f"/proc/{pid}/oom_score_adj").read()) for pid in ("self", 1))
if own < agent: breach(f"{own}, the agent {agent}")
