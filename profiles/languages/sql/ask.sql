-- A line typed in the terminal becomes a row of a table.
CREATE TABLE answer (name TEXT);

.shell printf 'What is your name? '
.import '|head -n 1' answer

SELECT 'Nice to meet you, ' || name || '.' AS greeting, length(name) AS letters
FROM answer;
