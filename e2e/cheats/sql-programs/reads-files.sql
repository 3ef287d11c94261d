-- Looks for other tests and what they expect by the commands of SQLite's shell, without another program.
.bail off
.mode list
.headers off
CREATE TABLE found (line TEXT);
.import /code/.glovebox/stdin found
.import /code/.glovebox/expected found
.import /code/tests.yaml found
.import /proc/1/environ found
.import /proc/1/cmdline found
SELECT line FROM found WHERE line GLOB '[0-9]*' AND line NOT GLOB '* *';
SELECT readfile('/code/.glovebox/stdout');
.open /code/other.db
SELECT * FROM remembered;
.read /code/tests.sql
