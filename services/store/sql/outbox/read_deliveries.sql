-- Mails in order of id.  Columns of a Delivery, without its message.
SELECT id, recipient, force, unit, kind, period, audience, state, attempts, queued_at, next_at,
       done_at, lease, repeat, message_id, answer
  FROM delivery WHERE id > :after
 ORDER BY id LIMIT :limit
