-- The latest submission of a case at another stage.
SELECT s.sequence, s.file_type, s.history
  FROM file f CROSS JOIN submission s ON s.sequence = f.last_sequence
 WHERE f.urn = :urn AND f.force = :force AND f.file_type <> :file_type
 ORDER BY f.last_sequence DESC LIMIT 1
