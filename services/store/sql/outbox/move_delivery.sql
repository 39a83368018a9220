-- A delivery's next state (store/outbox.c says which are possible).
UPDATE delivery SET state = :state, next_at = :next_at, done_at = :done_at, held_until = :until,
       repeat = :repeat, answer = :answer
 WHERE id = :id
