# Ignores every signal that can be ignored.
# layers: agent
# contained: stopped
# stop: 1
import signal, time
for number in range(1, 65):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
while True: time.sleep(1)
