-- A year of a small bakery: window functions look at the rows around each row.
CREATE TABLE sale (month INTEGER, product TEXT, amount INTEGER);

WITH RECURSIVE calendar (month) AS (
  SELECT 1 UNION ALL SELECT month + 1 FROM calendar WHERE month < 12
)
INSERT INTO sale
SELECT month, column1, CAST(column2 + column3 * sin(month * column4) AS INTEGER)
FROM calendar, (VALUES ('bread', 900, 120, 0.5), ('cake', 420, 260, 0.9), ('pretzels', 300, 150, 0.4));

.print The year, month by month
WITH total AS (
  SELECT month, sum(amount) AS amount FROM sale GROUP BY month
)
SELECT
  substr('JanFebMarAprMayJunJulAugSepOctNovDec', month * 3 - 2, 3) AS month,
  amount AS sold,
  sum(amount) OVER (ORDER BY month) AS "so far",
  amount - lag(amount) OVER (ORDER BY month) AS change,
  CAST(avg(amount) OVER (ORDER BY month ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS INTEGER) AS smooth,
  rank() OVER (ORDER BY amount DESC) AS place,
  replace(printf('%.' || (amount / 80) || 'c', '#'), '#', '█') AS chart
FROM total
ORDER BY total.month;

.print
.print The best month of each product
SELECT product, month, amount, printf('%.1f %%', 100.0 * amount / year) AS "of its year"
FROM (
  SELECT
    *,
    sum(amount) OVER (PARTITION BY product) AS year,
    row_number() OVER (PARTITION BY product ORDER BY amount DESC) AS place
  FROM sale
)
WHERE place = 1
ORDER BY amount DESC;
