-- The one mail of these names.  Columns of a Delivery, without its message.
SELECT id, recipient, force, unit, kind, period, audience, state, attempts, queued_at, next_at,
       done_at, lease, repeat, message_id, answer
  FROM delivery
 WHERE recipient = :recipient AND force = :force AND unit = :unit AND kind = :kind
   AND period = :period AND audience = :audience
