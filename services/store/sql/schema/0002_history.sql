-- What a submission was compared with, and figures for the final submission of each file.

-- Behind the blobs of the row, because a column can only be added at the end, and copying
-- every submission would stop the service for as long as it lasts.  So mailboxes do not
-- read it: who asks for it may have to walk the original's overflow pages.
ALTER TABLE submission ADD COLUMN history BLOB;  -- a History; NULL = not kept

-- The latest by (event time, sequence), as the rollups know it; 0 until they have counted.
ALTER TABLE file ADD COLUMN final_sequence INTEGER NOT NULL DEFAULT 0;

-- The rest is derived, so it is not carried over: the rollups count all submissions again,
-- from the first, as rollup_restart() makes them do.
DROP TABLE rollup;
DROP TABLE code;

CREATE TABLE code (
    code INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 6),  -- enum db_code_kind
    name TEXT    NOT NULL,
    UNIQUE (kind, name)
) STRICT;

CREATE TABLE rollup (
    force       TEXT    NOT NULL,
    day         INTEGER NOT NULL,  -- YYYYMMDD of the event time in London
    police_unit TEXT    NOT NULL,
    case_type   INTEGER NOT NULL,
    file_type   INTEGER NOT NULL,
    series      INTEGER NOT NULL CHECK (series BETWEEN 0 AND 2),  -- first, later, final
    counts      BLOB    NOT NULL,  -- files applicable and files failing, by code (tally.h)
    PRIMARY KEY (force, day, police_unit, case_type, file_type, series)
) STRICT, WITHOUT ROWID;

DELETE FROM progress WHERE name IN ('rollup', 'rollup_rebuild');
INSERT INTO progress (name, up_to)
    SELECT 'rollup_rebuild', coalesce(max(sequence), 0) FROM submission;
