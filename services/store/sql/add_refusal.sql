-- Remember a refusal.
INSERT INTO refusal (source, id, content_digest, received_at, reasons)
VALUES (:source, :id, :content_digest, :received_at, :reasons)
