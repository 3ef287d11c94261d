# Spins until somebody ends it.
# layers: processor time
# contained: stopped, cpu_limit
# stop: 2
from kit import *
while True: pass
