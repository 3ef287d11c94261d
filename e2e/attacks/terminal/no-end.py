# Begins pictures and strings that never end.
# layers: output
import sys
for start in ("\x1bPq", "\x1b]1337;File=inline=1:", "\x1b]8;;", "\x1b_", "\x1b^"): sys.stdout.write(start + "A" * 500_000)
print("\x1b\\\nHELD")
