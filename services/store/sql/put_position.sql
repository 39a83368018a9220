-- Move a reader's position; it never moves back.
INSERT INTO consumer (force, consumer, up_to) VALUES (:force, :consumer, :up_to)
ON CONFLICT (force, consumer) DO UPDATE SET up_to = max(up_to, excluded.up_to)
