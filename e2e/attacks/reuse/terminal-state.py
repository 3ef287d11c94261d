# Leaves its terminal raw, without echo, with other speeds, sizes and line ends, and holds on to it, for the next run’s terminal.
# layers: agent
from kit import *
import fcntl, struct, termios, time, tty
tty.setraw(0)
attributes = termios.tcgetattr(0)
attributes[3] &= ~(termios.ECHO | termios.ICANON | termios.ISIG)
termios.tcsetattr(0, termios.TCSANOW, attributes)
fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 1, 1, 0, 0))
try: fcntl.ioctl(0, termios.TIOCEXCL)
except OSError: pass
if os.fork() == 0:
    os.setsid()
    # What comes now comes after the end.
    time.sleep(0.3)
    while True:
        try: os.write(1, b"BREACH output of the run before\n")
        except OSError: pass
        time.sleep(0.05)
# --- next
import os, termios, time
attributes = termios.tcgetattr(0)
odd = []
if not attributes[3] & termios.ICANON or not attributes[3] & termios.ECHO or not attributes[3] & termios.ISIG: odd.append("modes")
if os.get_terminal_size() != (80, 24): odd.append(str(os.get_terminal_size()))
time.sleep(0.4)
print("BREACH " + str(odd) if odd else "HELD")
