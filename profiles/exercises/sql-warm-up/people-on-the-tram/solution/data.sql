-- Makes the table and fills it: from stops.csv, or from the input where there is one.
CREATE TABLE stop (
  position INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  got_on INTEGER NOT NULL,
  got_off INTEGER NOT NULL
);

.import --csv '|if [ -t 0 ]; then cat stops.csv; else cat; fi' stop
.mode list
