-- Makes the table and fills it: from plants.csv, or from the input where there is one.
CREATE TABLE plant (
  name TEXT PRIMARY KEY,
  height INTEGER NOT NULL, -- centimetres
  month INTEGER NOT NULL, -- in which it blooms
  sun INTEGER NOT NULL -- 1: needs sun
);

.import --csv '|if [ -t 0 ]; then cat plants.csv; else cat; fi' plant
.mode list
