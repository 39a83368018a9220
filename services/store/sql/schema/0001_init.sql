-- The database of pfq, first form.
--
-- Keys are integers in arrival order, so that a batch of puts touches few pages; the
-- only trees that grow in random order are submission_by_id and file, and each earns
-- it (see there).  Blobs stand last in a row: reading what is before them never
-- follows an overflow chain.

-- Every catalogue version that ever judged a submission, texts included.
CREATE TABLE catalogue (
    catalogue INTEGER PRIMARY KEY,
    digest    BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    label     TEXT NOT NULL,
    packed    BLOB NOT NULL            -- a Catalogue
) STRICT;

-- Every LIVE submission that was ever acknowledged.
CREATE TABLE submission (
    sequence       INTEGER PRIMARY KEY,  -- commit order over all forces
    force          TEXT    NOT NULL CHECK (length(force) = 2),
    number         INTEGER NOT NULL CHECK (number > 0),
    ordinal        INTEGER NOT NULL CHECK (ordinal > 0),
    previous       INTEGER CHECK ((previous IS NULL) = (ordinal = 1)),  -- of the same file
    id_hash        INTEGER NOT NULL,
    source         TEXT    NOT NULL,
    id             TEXT    NOT NULL,
    content_digest BLOB    NOT NULL CHECK (length(content_digest) = 32),
    received_at    INTEGER NOT NULL,
    committed_at   INTEGER NOT NULL,
    catalogue      INTEGER NOT NULL REFERENCES catalogue,
    urn            TEXT    NOT NULL,
    urn_readable   INTEGER NOT NULL CHECK (urn_readable IN (0, 1)),
    file_type      INTEGER NOT NULL,
    breach_date    INTEGER NOT NULL,     -- 0 = none
    police_unit    TEXT    NOT NULL,     -- '' = not known
    case_type      INTEGER NOT NULL,
    judged         BLOB    NOT NULL,     -- a Judged
    original       BLOB    NOT NULL      -- an Envelope
) STRICT;

-- Finds a message by its name.  A 64-bit hash, then compare: a third of the size of an
-- index on (source, id), and not UNIQUE because two names may share a hash.
CREATE INDEX submission_by_id ON submission (id_hash);

-- One row a file with a readable URN; its submissions hang on it as a chain
-- (last_sequence, then submission.previous), so that no index by file is needed.
-- URN first in the key: a case is found by its URN over all forces, and neighbours in
-- this tree arrive near each other in time.
CREATE TABLE file (
    urn            TEXT    NOT NULL,
    force          TEXT    NOT NULL,
    file_type      INTEGER NOT NULL,
    breach_date    INTEGER NOT NULL,
    submissions    INTEGER NOT NULL CHECK (submissions > 0),
    last_sequence  INTEGER NOT NULL,
    first_sequence INTEGER NOT NULL,  -- earliest by (event time, sequence), as the rollups know it
    PRIMARY KEY (urn, force, file_type, breach_date)
) STRICT, WITHOUT ROWID;

-- What a force is to read: 1, 2, 3 ... without gaps.
CREATE TABLE mailbox (
    force    TEXT    NOT NULL,
    number   INTEGER NOT NULL,
    kind     INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 5),  -- FeedbackKind
    sequence INTEGER REFERENCES submission CHECK (kind <> 1 OR sequence IS NOT NULL),
    PRIMARY KEY (force, number)
) STRICT, WITHOUT ROWID;

-- One row a force that ever sent: what status shows, without counting.
CREATE TABLE force (
    force            TEXT    NOT NULL PRIMARY KEY,
    submissions      INTEGER NOT NULL,
    last_number      INTEGER NOT NULL,
    last_received_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How far each named reader of a mailbox has acknowledged.
CREATE TABLE consumer (
    force    TEXT    NOT NULL,
    consumer TEXT    NOT NULL CHECK (length(consumer) BETWEEN 1 AND 32),
    up_to    INTEGER NOT NULL CHECK (up_to >= 0),
    PRIMARY KEY (force, consumer)
) STRICT, WITHOUT ROWID;

-- TEST messages: an id space of their own, no ordinal, no number, kept 7 days.
CREATE TABLE trial (
    sequence       INTEGER PRIMARY KEY,
    force          TEXT    NOT NULL,
    id_hash        INTEGER NOT NULL,
    source         TEXT    NOT NULL,
    id             TEXT    NOT NULL,
    content_digest BLOB    NOT NULL CHECK (length(content_digest) = 32),
    received_at    INTEGER NOT NULL,
    committed_at   INTEGER NOT NULL,
    catalogue      INTEGER NOT NULL REFERENCES catalogue,
    urn            TEXT    NOT NULL,
    file_type      INTEGER NOT NULL,
    judged         BLOB    NOT NULL
) STRICT;

-- As submission_by_id.
CREATE INDEX trial_by_id ON trial (id_hash);

-- The latest refusals: ids, digest and reasons, never the message.
CREATE TABLE refusal (
    refusal        INTEGER PRIMARY KEY,
    source         TEXT    NOT NULL,
    id             TEXT    NOT NULL,
    content_digest BLOB    NOT NULL,
    received_at    INTEGER NOT NULL,
    reasons        BLOB    NOT NULL   -- a StoreRefusal with problems alone
) STRICT;

-- Names of what rollups count, as small numbers: a count then costs about three bytes.
CREATE TABLE code (
    code INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),  -- check, theme, reason, verdict
    name TEXT    NOT NULL,
    UNIQUE (kind, name)
) STRICT;

-- Files applicable and files failing, by code, packed (cell.h).
CREATE TABLE rollup (
    force       TEXT    NOT NULL,
    day         INTEGER NOT NULL,  -- YYYYMMDD of the event time in London
    police_unit TEXT    NOT NULL,
    case_type   INTEGER NOT NULL,
    file_type   INTEGER NOT NULL,
    later       INTEGER NOT NULL CHECK (later IN (0, 1)),  -- 0 = first submissions
    counts      BLOB    NOT NULL,
    PRIMARY KEY (force, day, police_unit, case_type, file_type, later)
) STRICT, WITHOUT ROWID;

-- Up to which sequence each derived thing is true; moves with it in one transaction.
CREATE TABLE progress (
    name  TEXT    NOT NULL PRIMARY KEY,
    up_to INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
