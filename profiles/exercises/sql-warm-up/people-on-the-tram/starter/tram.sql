.read data.sql

SELECT name, got_on - got_off AS aboard
FROM stop;
