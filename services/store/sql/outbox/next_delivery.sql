-- The oldest that is due (queued or deferred), in nobody's hands, and the first of those that
-- wait for its recipient: nobody gets a later mail before an earlier one.
SELECT id FROM delivery d INDEXED BY delivery_open
 WHERE state NOT IN (4, 8) AND state IN (1, 2) AND next_at <= :now AND held_until < :now
   AND id = (SELECT min(id) FROM delivery w INDEXED BY delivery_waiting
              WHERE w.recipient = d.recipient AND w.state <= 3)
 ORDER BY next_at, id LIMIT 1
