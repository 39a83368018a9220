-- Items of one mailbox in order.  Columns of a Stored, without its history; then what an item
-- tells of that is no submission: its kind, and a theme's move or an event's row.
SELECT s.sequence, s.source, s.id, m.force, urn, file_type, ordinal, m.number, s.received_at,
       coalesce(s.committed_at, t.committed_at, e.committed_at), c.digest, judged, NULL,
       m.kind, coalesce(t.packed, n.packed)
  FROM mailbox m LEFT JOIN submission s ON s.sequence = m.sequence
  LEFT JOIN catalogue c ON c.catalogue = s.catalogue
  LEFT JOIN theme_move t ON t.move = m.move
  LEFT JOIN notice n ON n.event = m.event LEFT JOIN event e ON e.event = m.event
 WHERE m.force = :force AND m.number > :after
 ORDER BY m.number LIMIT :limit
