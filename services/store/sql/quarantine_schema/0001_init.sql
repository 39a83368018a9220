-- Bytes that nobody could be answered about.  A database of its own, so that no report,
-- no backup and no query of the main one can ever meet them (G9).
CREATE TABLE item (
    item        INTEGER PRIMARY KEY,
    received_at INTEGER NOT NULL,
    uid         INTEGER,               -- who sent it, where the kernel told
    gid         INTEGER,
    reasons     BLOB    NOT NULL,      -- a StoreRefusal with problems alone
    original    BLOB    NOT NULL
) STRICT;
