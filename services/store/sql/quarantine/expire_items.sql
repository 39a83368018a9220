-- Delete what is old enough, oldest first, a few at a time.
DELETE FROM item
 WHERE item IN (SELECT item FROM item WHERE item >= 0 ORDER BY item LIMIT :limit)
   AND received_at < :before
