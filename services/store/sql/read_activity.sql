-- The chain from its beginning.
-- allow-scan: all of it is wanted
SELECT activity, at, text, digest FROM activity ORDER BY activity
