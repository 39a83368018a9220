-- An event, once and for ever.
INSERT INTO event (id_hash, source, id, content_digest, received_at, committed_at, subject, role, packed)
VALUES (:id_hash, :source, :id, :content_digest, :received_at, :committed_at, :subject, :role, :packed)
