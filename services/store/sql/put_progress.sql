-- Move it, in the transaction of what it speaks for.
INSERT INTO progress (name, up_to) VALUES (:name, :up_to)
ON CONFLICT (name) DO UPDATE SET up_to = excluded.up_to
