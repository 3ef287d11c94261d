# Prints a line of 100 MB.
# layers: output
# contained: held, stopped, cpu_limit
# stop: 20
import sys
for _ in range(100): sys.stdout.write("x" * 1_000_000)
print("\nHELD")
