-- The next item of a force's mailbox, in the transaction of what it tells about (G3, G4): which
-- column refers to that follows from its kind.
INSERT INTO mailbox (force, number, kind, sequence, move, digest, event)
VALUES (:force, :number, :kind,
        iif(:kind = 1, :of, NULL), iif(:kind IN (3, 4), :of, NULL),
        iif(:kind = 6, :of, NULL), iif(:kind IN (2, 5), :of, NULL))
