# Prints every byte there is, cut characters, and characters that turn the text around.
# layers: output
import os
os.write(1, bytes(range(256)) * 200 + b"\xf0\x9f" + b"\xc0\xaf" + "\u202e\u2066evil\u2069".encode())
os.write(1, b"\x1b\\\x1bc\nHELD\n")
