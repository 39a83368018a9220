-- Digests that were made, and those looked at with nothing to say: each once, for ever.

-- audience: 0 a run over everybody is done, 1 inside, 2 outside.
CREATE TABLE digest (
    digest   INTEGER PRIMARY KEY,  -- in order of commit
    force    TEXT    NOT NULL,     -- '' = of an Area, or of a run
    unit     TEXT    NOT NULL,     -- '' = the whole force; of an Area its name
    kind     INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 5),  -- DigestKind
    period   TEXT    NOT NULL CHECK (length(period) > 0),
    audience INTEGER NOT NULL CHECK (audience BETWEEN 0 AND 2),
    made_at  INTEGER NOT NULL,
    settled  INTEGER NOT NULL CHECK (settled IN (0, 1)),  -- all its mail is in the outbox
    mails    INTEGER NOT NULL CHECK (mails >= 0),
    packed   BLOB,                 -- a Digest; NULL = nothing to say, or a run
    UNIQUE (kind, period, force, unit, audience)
) STRICT;

-- What a reader was shown (G4) and what a mail was made of stays.
CREATE TRIGGER digest_final BEFORE UPDATE ON digest
WHEN OLD.settled = 1 OR NEW.packed IS NOT OLD.packed
BEGIN
    SELECT RAISE(ABORT, 'this digest is done');
END;

-- Kind 6 and its column: a CHECK can only be changed by building the table anew.  Its rows are
-- short; ten million of them take some seconds, once.
CREATE TABLE mailbox_with_digests (
    force    TEXT    NOT NULL,
    number   INTEGER NOT NULL,
    kind     INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 6),  -- FeedbackKind
    sequence INTEGER REFERENCES submission CHECK (kind <> 1 OR sequence IS NOT NULL),
    move     INTEGER REFERENCES theme_move CHECK ((kind IN (3, 4)) = (move IS NOT NULL)),
    digest   INTEGER REFERENCES digest CHECK ((kind = 6) = (digest IS NOT NULL)),
    PRIMARY KEY (force, number)
) STRICT, WITHOUT ROWID;

INSERT INTO mailbox_with_digests (force, number, kind, sequence, move)
    SELECT force, number, kind, sequence, move FROM mailbox ORDER BY force, number;

DROP TABLE mailbox;
ALTER TABLE mailbox_with_digests RENAME TO mailbox;
