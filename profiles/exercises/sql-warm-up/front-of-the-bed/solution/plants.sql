.read data.sql

SELECT name, height, month
FROM plant
WHERE height <= 40
  AND month BETWEEN 6 AND 8
  AND sun = 1
ORDER BY height, name;
