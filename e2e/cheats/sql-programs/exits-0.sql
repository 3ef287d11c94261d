-- Ends with the status 0 before it has read anything.
.exit 0
