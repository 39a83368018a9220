-- One mail with its message.
SELECT id, recipient, force, unit, kind, period, audience, state, attempts, queued_at, next_at,
       done_at, lease, repeat, message_id, answer, message, held_until
  FROM delivery WHERE id = :id
