.read data.sql

SELECT child, count(*)
FROM finished
GROUP BY child;
