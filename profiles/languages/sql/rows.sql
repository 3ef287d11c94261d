INSERT INTO author (id, name) VALUES (1, 'Mary Shelley'), (2, 'Jules Verne'), (3, 'Jane Austen');

INSERT INTO book VALUES
  ('Frankenstein', 1, 1818), ('The Last Man', 1, 1826),
  ('Around the World in Eighty Days', 2, 1872),
  ('Emma', 3, 1815), ('Persuasion', 3, 1817);
