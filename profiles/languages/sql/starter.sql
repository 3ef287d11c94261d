-- Welcome to SQL, with SQLite. Press Run: every run begins with an empty database.

CREATE TABLE planet (name TEXT, radius_km INTEGER, moons INTEGER);

INSERT INTO planet VALUES
  ('Mercury', 2440, 0), ('Venus', 6052, 0), ('Earth', 6371, 1), ('Mars', 3390, 2),
  ('Jupiter', 69911, 95), ('Saturn', 58232, 146), ('Uranus', 25362, 28), ('Neptune', 24622, 16);

SELECT name, moons, round(radius_km / 6371.0, 2) AS "radius (Earth = 1)"
FROM planet
WHERE moons > 0
ORDER BY moons DESC;
