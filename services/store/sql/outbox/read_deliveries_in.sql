-- The same, of one state.
-- allow-scan: rarely asked for, by a person; for states that need one the index is short
SELECT id, recipient, force, unit, kind, period, audience, state, attempts, queued_at, next_at,
       done_at, lease, repeat, message_id, answer
  FROM delivery WHERE id > :after AND state = :state
 ORDER BY id LIMIT :limit
