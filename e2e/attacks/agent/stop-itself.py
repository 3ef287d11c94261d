# Stops itself, so that it neither runs nor ends.
# layers: agent
# contained: stopped
# stop: 1
import os, signal
os.kill(os.getpid(), signal.SIGSTOP)
