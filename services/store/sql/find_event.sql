-- What was stored under this name, for a repeat (G2).
SELECT event, content_digest, received_at, committed_at
  FROM event
 WHERE id_hash = :id_hash AND source = :source AND id = :id
