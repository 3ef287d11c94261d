.read data.sql

SELECT name, sum(got_on - got_off) OVER (ORDER BY position) AS aboard
FROM stop
ORDER BY position;
