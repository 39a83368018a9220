-- Mail that is to be sent, and what became of it (proto/outbox.proto, store/outbox.h).
--
-- States: 1 queued, 2 deferred, 3 sending, 4 sent, 5 in doubt, 6 bounced, 7 expired, 8 dropped.
CREATE TABLE delivery (
    id         INTEGER PRIMARY KEY,
    recipient  TEXT    NOT NULL CHECK (length(recipient) BETWEEN 3 AND 254),
    force      TEXT    NOT NULL,  -- '' = of a pack
    unit       TEXT    NOT NULL,  -- '' = the whole force
    kind       INTEGER NOT NULL CHECK (kind > 0),
    period     TEXT    NOT NULL CHECK (length(period) > 0),
    audience   INTEGER NOT NULL CHECK (audience > 0),
    state      INTEGER NOT NULL DEFAULT 1 CHECK (state BETWEEN 1 AND 8),
    attempts   INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    queued_at  INTEGER NOT NULL,
    next_at    INTEGER NOT NULL,  -- of queued and deferred: not before
    done_at    INTEGER CHECK ((done_at IS NULL) = (state <= 3)),
    lease      INTEGER NOT NULL DEFAULT 0 CHECK (state NOT IN (3, 4) OR lease > 0),
    held_until INTEGER NOT NULL DEFAULT 0,  -- in the hands of the lease's holder; 0 = nobody's
    repeat     INTEGER NOT NULL DEFAULT 0 CHECK (repeat IN (0, 1)),
    message_id TEXT    NOT NULL,
    answer     TEXT    NOT NULL DEFAULT '',
    message    BLOB    NOT NULL CHECK (length(message) > 0),
    UNIQUE (recipient, force, unit, kind, period, audience)
) STRICT;

-- What waits, is under way or needs a person: a few rows, however many were sent.
CREATE INDEX delivery_open ON delivery (state, next_at) WHERE state NOT IN (4, 8);
CREATE INDEX delivery_waiting ON delivery (recipient, id) WHERE state <= 3;

-- Whatever a program may think: what was sent or dropped is never sent again.
CREATE TRIGGER delivery_final BEFORE UPDATE OF state ON delivery
WHEN OLD.state IN (4, 8) AND NEW.state <> OLD.state
BEGIN
    SELECT RAISE(ABORT, 'this delivery is done');
END;
