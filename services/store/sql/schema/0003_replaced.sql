-- The third series of the rollups counts the submissions that a later one of their file
-- replaced; the final ones, which it counted before, are all others.  A first submission is
-- then counted once and not twice.

-- Counted again, from the first, as rollup_restart() makes them do.
DELETE FROM rollup;
DELETE FROM progress WHERE name IN ('rollup', 'rollup_rebuild');
INSERT INTO progress (name, up_to)
    SELECT 'rollup_rebuild', coalesce(max(sequence), 0) FROM submission;
