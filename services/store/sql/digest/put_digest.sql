-- Keep a digest, or that there was nothing to say, unless its like is there.
INSERT INTO digest (kind, period, force, unit, audience, made_at, settled, mails, packed)
VALUES (:kind, :period, :force, :unit, :audience, :now, :settled, :mails, :packed)
ON CONFLICT (kind, period, force, unit, audience) DO NOTHING
