-- What a sender left in the moment of sending: sent or not, nobody knows.
UPDATE delivery INDEXED BY delivery_open
   SET state = 5, done_at = :now, held_until = 0,
       answer = 'broken off in the moment of sending: it may or may not have arrived'
 WHERE state NOT IN (4, 8) AND state = 3 AND (:fresh OR held_until < :now)
