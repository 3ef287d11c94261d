.read data.sql

SELECT *
FROM plant
WHERE height <= 40;
