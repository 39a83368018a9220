-- A subject by its name.
SELECT subject, packed, settles_at FROM subject WHERE kind = :kind AND name = :name
