-- Items of one mailbox in order.  Columns of a Stored, without its history.
SELECT s.sequence, source, id, s.force, urn, file_type, ordinal, m.number, received_at,
       committed_at, c.digest, judged, NULL
  FROM mailbox m CROSS JOIN submission s ON s.sequence = m.sequence
  JOIN catalogue c ON c.catalogue = s.catalogue
 WHERE m.force = :force AND m.number > :after
 ORDER BY m.number LIMIT :limit
