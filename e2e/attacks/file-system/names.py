# Makes files with every nasty name: newlines, escapes, no text at all, the longest, those of options.
# layers: agent
from kit import *
for name in (b"\n", b"\x1b]0;x\x07", b"\xff\xfe", b"-rf", b"*", b" ", b"..x", b"a" * 255, b"\xe2\x80\xaetxt.exe", "ｎａｍｅ".encode()):
    for folder in (b"/code/", b"/tmp/"): open(folder + name, "w").close()
