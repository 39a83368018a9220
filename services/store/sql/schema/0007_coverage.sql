-- How many files each theme was decided for.

-- A further kind of names.  The numbers stay: closed months hold them.
CREATE TABLE code_now (
    code INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 12),  -- enum db_code_kind
    name TEXT    NOT NULL,
    UNIQUE (kind, name)
) STRICT;
INSERT INTO code_now (code, kind, name) SELECT code, kind, name FROM code;
DROP TABLE code;
ALTER TABLE code_now RENAME TO code;

-- Cells that did not count it cannot be told from files that were all decided, and a submission
-- that is taken out of a cell must have been counted there as it is now: so all are counted again,
-- from the first, as rollup_restart() makes them.  Months that are closed stay without.
DELETE FROM rollup;
DELETE FROM progress WHERE name IN ('rollup', 'rollup_rebuild');
INSERT INTO progress (name, up_to)
    SELECT 'rollup_rebuild', coalesce(max(sequence), 0) FROM submission;
