-- What people say: their events, and where these leave things.

-- What events are about: an assessment, a review, a challenge, a mute, an action; and files that
-- ought to be assessed, which arrivals make.  A row is found by its name, and holds where it stands:
-- derived from its events (people_fold.c), so it can be made again.
CREATE TABLE subject (
    subject     INTEGER PRIMARY KEY,
    kind        INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 6),  -- PeopleKind
    name        TEXT    NOT NULL,  -- of a file's subjects: its URN first
    force       TEXT    NOT NULL DEFAULT '',
    urn         TEXT    NOT NULL DEFAULT '',
    process     INTEGER NOT NULL DEFAULT 0,   -- AssessmentKind
    id          TEXT    NOT NULL DEFAULT '',
    unit        TEXT    NOT NULL DEFAULT '',  -- CPS unit
    police_unit TEXT    NOT NULL DEFAULT '',
    place       INTEGER NOT NULL DEFAULT 0,   -- the time that it is read in order of
    open        INTEGER NOT NULL DEFAULT 0 CHECK (open IN (0, 1)),
    settles_at  INTEGER,                      -- time alone changes the row then; NULL = never
    packed      BLOB,                         -- its row; NULL = no event has made it yet
    UNIQUE (kind, name)
) STRICT;

CREATE INDEX subject_time ON subject (kind, place);
CREATE INDEX subject_of_force ON subject (kind, force, place);
CREATE INDEX subject_open ON subject (kind, place) WHERE open = 1;
CREATE INDEX subject_settles ON subject (settles_at) WHERE settles_at IS NOT NULL;

-- Every event that was ever acknowledged.
CREATE TABLE event (
    event          INTEGER PRIMARY KEY,  -- commit order
    id_hash        INTEGER NOT NULL,
    source         TEXT    NOT NULL,
    id             TEXT    NOT NULL,
    content_digest BLOB    NOT NULL CHECK (length(content_digest) = 32),
    received_at    INTEGER NOT NULL,
    committed_at   INTEGER NOT NULL,
    subject        INTEGER NOT NULL REFERENCES subject,
    role           INTEGER NOT NULL,     -- of whoever told it
    packed         BLOB    NOT NULL      -- an Event
) STRICT;

-- As submission_by_id.
CREATE INDEX event_by_id ON event (id_hash);
CREATE INDEX event_of ON event (subject, event);

CREATE TRIGGER event_is_kept BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'events are kept');
END;
CREATE TRIGGER event_stays BEFORE UPDATE ON event
BEGIN
    SELECT RAISE(ABORT, 'events stay as they are');
END;

-- What a force was told of an event: the row as it stood then and as a force may see it, so that
-- its number in the mailbox always reads the same (G4).
CREATE TABLE notice (
    event  INTEGER PRIMARY KEY REFERENCES event,
    packed BLOB NOT NULL  -- an AssessmentRow (kind 2) or a ChallengeRow (kind 5)
) STRICT;

CREATE TRIGGER notice_is_kept BEFORE DELETE ON notice
BEGIN
    SELECT RAISE(ABORT, 'notices are kept');
END;
CREATE TRIGGER notice_stays BEFORE UPDATE ON notice
BEGIN
    SELECT RAISE(ABORT, 'notices stay as they are');
END;

-- Kinds 2 (action plan) and 5 (challenge) tell of an event.
ALTER TABLE mailbox ADD COLUMN event INTEGER REFERENCES notice
    CHECK ((kind IN (2, 5)) = (event IS NOT NULL));

-- Who did what that must be seen to have been done: a chain, each row's digest over the one
-- before and its own text (activity.h).
CREATE TABLE activity (
    activity INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    text     TEXT    NOT NULL,
    digest   BLOB    NOT NULL CHECK (length(digest) = 32)
) STRICT;

CREATE TRIGGER activity_is_kept BEFORE DELETE ON activity
BEGIN
    SELECT RAISE(ABORT, 'the activity log is kept');
END;
CREATE TRIGGER activity_stays BEFORE UPDATE ON activity
BEGIN
    SELECT RAISE(ABORT, 'the activity log stays as it is');
END;
