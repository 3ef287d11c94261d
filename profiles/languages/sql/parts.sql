-- Three files: tables, their rows, and questions about them.
.read tables.sql
.read rows.sql

SELECT author.name, count(*) AS books, min(book.year) AS first, group_concat(book.title, ', ') AS titles
FROM author JOIN book ON book.author = author.id
GROUP BY author.id
ORDER BY first;
