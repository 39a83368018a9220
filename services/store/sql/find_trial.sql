-- As find_submission, in TEST's own id space.
SELECT content_digest, t.catalogue,
       sequence, source, id, force, urn, file_type, 0, 0, received_at, committed_at,
       c.digest, judged, NULL
  FROM trial t JOIN catalogue c ON c.catalogue = t.catalogue
 WHERE id_hash = :id_hash AND source = :source AND id = :id
