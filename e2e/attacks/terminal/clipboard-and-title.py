# Prints what changes the clipboard, the title, the window, the colours, and asks the terminal who it is.
# layers: output
import sys
sys.stdout.write("\x1b]52;c;ZXZpbA==\x07\x1b]52;c;?\x07\x1b]0;evil\x07\x1b]2;evil\x07\x1b[21t\x1b[20t\x1b[5n\x1b[6n\x1b[c\x1b[>c\x1bP$qm\x1b\\\x1b]10;?\x07\x05\x1b[?1000h\x1b[?2004h")
print("\nHELD")
