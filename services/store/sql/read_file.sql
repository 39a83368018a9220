-- One submission whole: columns of a Stored, and its bytes.
SELECT s.sequence, source, id, force, urn, file_type, ordinal, number, received_at, committed_at,
       c.digest, judged, history, original
  FROM submission s JOIN catalogue c ON c.catalogue = s.catalogue
 WHERE s.sequence = :sequence
