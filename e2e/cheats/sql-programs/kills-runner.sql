-- Ends every process that it may, so that nobody is left to see that it fails.
.shell kill -9 $PPID 1 -1
