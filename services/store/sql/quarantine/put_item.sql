-- Keep one unreadable message.
INSERT INTO item (received_at, uid, gid, reasons, original)
VALUES (:received_at, :uid, :gid, :reasons, :original)
