-- Makes the tables and fills them. The list comes from finished.csv, or from the input where there is one.
CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL, pages INTEGER NOT NULL);

INSERT INTO book (id, title, pages) VALUES
  (1, 'The Lighthouse Keeper', 180),
  (2, 'Nine Lives of a Tram', 96),
  (3, 'Under the Ice', 240),
  (4, 'A Goat in the Garden', 60),
  (5, 'The Long Night Train', 312);

CREATE TABLE finished (child TEXT NOT NULL, book_id INTEGER NOT NULL REFERENCES book);

.import --csv '|if [ -t 0 ]; then cat finished.csv; else cat; fi' finished
.mode list
