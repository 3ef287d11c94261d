# Prints without end to a browser that acknowledges nothing.
# layers: output
# contained: stopped
# stop: 3
# acknowledge: no
while True: print("y" * 70)
