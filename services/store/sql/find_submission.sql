-- What was stored under this name, for a repeat (G2).  Columns of a Stored from the third on.
SELECT content_digest, s.catalogue,
       sequence, source, id, force, urn, file_type, ordinal, number, received_at, committed_at,
       c.digest, judged, NULL
  FROM submission s JOIN catalogue c ON c.catalogue = s.catalogue
 WHERE id_hash = :id_hash AND source = :source AND id = :id
