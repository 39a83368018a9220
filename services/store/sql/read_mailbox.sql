-- Items of one mailbox in order.  Columns of a Stored, without its history; then those of
-- an item that tells of a theme, and of a digest.
SELECT s.sequence, source, id, m.force, urn, file_type, ordinal, m.number, received_at,
       coalesce(s.committed_at, t.committed_at, d.made_at), c.digest, judged, NULL, t.packed,
       d.packed
  FROM mailbox m LEFT JOIN submission s ON s.sequence = m.sequence
  LEFT JOIN catalogue c ON c.catalogue = s.catalogue
  LEFT JOIN theme_move t ON t.move = m.move
  LEFT JOIN digest d ON d.digest = m.digest
 WHERE m.force = :force AND m.number > :after
 ORDER BY m.number LIMIT :limit
