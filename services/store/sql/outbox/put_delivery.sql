-- Queue a mail, unless its like is there.
INSERT INTO delivery (recipient, force, unit, kind, period, audience, queued_at, next_at,
                      message_id, message)
VALUES (:recipient, :force, :unit, :kind, :period, :audience, :now, :now, :message_id, :message)
ON CONFLICT (recipient, force, unit, kind, period, audience) DO NOTHING
