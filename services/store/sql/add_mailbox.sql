-- The next item of a force's mailbox, in the transaction of what it tells about (G3, G4).
INSERT INTO mailbox (force, number, kind, sequence, move, event)
VALUES (:force, :number, :kind, :sequence, :move, :event)
