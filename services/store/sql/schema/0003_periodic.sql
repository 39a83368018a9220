-- Recurring themes and closed months: what was told of the figures, and must stay as told.

-- A theme changed state: each change once, however often its figures are looked at again.  Of one
-- month it may change there and back, so a change is one where the last of the month said otherwise.
-- Never changed and never deleted: the mailboxes refer to it (G4).
CREATE TABLE theme_move (
    move         INTEGER PRIMARY KEY,  -- in order of commit
    force        TEXT    NOT NULL CHECK (length(force) = 2),
    of_unit      INTEGER NOT NULL CHECK (of_unit IN (0, 1)),  -- 0 = of the whole force
    police_unit  TEXT    NOT NULL,     -- '' = not known, or of the whole force
    system       INTEGER NOT NULL,     -- ThemeSystem
    name         TEXT    NOT NULL,
    case_type    INTEGER NOT NULL,     -- 0 = all together
    month        INTEGER NOT NULL CHECK (month % 100 BETWEEN 1 AND 12),  -- YYYYMM
    state        INTEGER NOT NULL,     -- ThemeState
    files        INTEGER NOT NULL,     -- of the month
    failing      INTEGER NOT NULL,     -- of them
    committed_at INTEGER NOT NULL,
    packed       BLOB    NOT NULL      -- a ThemeMove: numbers, rule, version, sentence
) STRICT;

CREATE INDEX theme_move_of
    ON theme_move (force, of_unit, police_unit, system, name, case_type, month, move);

-- Kinds 3 (theme) and 4 (re-statement) tell of a move; sequence is NULL there.
ALTER TABLE mailbox ADD COLUMN move INTEGER REFERENCES theme_move
    CHECK ((kind IN (3, 4)) = (move IS NOT NULL));

-- What a theme is measured against.  The last of a theme is in use, the others are kept: a
-- point can be a signal against one and not against the other.
CREATE TABLE baseline (
    baseline    INTEGER PRIMARY KEY,  -- in order of commit
    force       TEXT    NOT NULL CHECK (length(force) = 2),
    of_unit     INTEGER NOT NULL CHECK (of_unit IN (0, 1)),
    police_unit TEXT    NOT NULL,
    system      INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    case_type   INTEGER NOT NULL,
    packed      BLOB    NOT NULL      -- a Baseline: months, who, why, when
) STRICT;

CREATE INDEX baseline_of ON baseline (force, of_unit, police_unit, system, name, case_type);

-- A closed month.  One row for all forces: a month is closed for the installation.
CREATE TABLE month (
    month       INTEGER PRIMARY KEY CHECK (month % 100 BETWEEN 1 AND 12),  -- YYYYMM
    closed_at   INTEGER NOT NULL,
    closed_by   TEXT    NOT NULL CHECK (length(closed_by) BETWEEN 1 AND 32),
    up_to       INTEGER NOT NULL,  -- sequence up to which its figures are true
    files       INTEGER NOT NULL,  -- first submissions
    submissions INTEGER NOT NULL,  -- all of them: what is counted now beyond it came late
    digest      BLOB    NOT NULL CHECK (length(digest) = 32)
) STRICT;

-- Its figures as they were, written with it and never changed.  They hold codes, so from
-- here on a row of `code` is never changed or dropped, either.
CREATE TABLE month_figures (
    force       TEXT    NOT NULL,
    month       INTEGER NOT NULL REFERENCES month DEFERRABLE INITIALLY DEFERRED,
    series      INTEGER NOT NULL CHECK (series BETWEEN 0 AND 2),
    police_unit TEXT    NOT NULL,
    case_type   INTEGER NOT NULL,
    counts      BLOB    NOT NULL,  -- files applicable and failing, by code (tally.h)
    days        BLOB    NOT NULL,  -- the same form: days with failing files, bit 0 = the 1st
    PRIMARY KEY (force, month, series, police_unit, case_type)
) STRICT, WITHOUT ROWID;
