# Prints single bytes, as many as it can, to a browser that acknowledges nothing.
# layers: output
# contained: held, stopped
# stop: 4
# acknowledge: no
import os
for _ in range(250_000): os.write(1, b"x")
print("\nHELD")
