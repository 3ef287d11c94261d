.read data.sql

SELECT finished.child, count(*) AS books, sum(book.pages) AS pages
FROM finished
JOIN book ON book.id = finished.book_id
GROUP BY finished.child
ORDER BY pages DESC, finished.child;
