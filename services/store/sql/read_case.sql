-- The newest submissions of every file whose URN lies between two texts, newest first.
-- Columns of a Stored.
-- allow-scan: of the chain that this statement has just walked, and its sorting
WITH RECURSIVE chain (sequence, previous) AS (
    SELECT s.sequence, s.previous
      FROM file f CROSS JOIN submission s ON s.sequence = f.last_sequence
     WHERE f.urn BETWEEN :from AND :to
    UNION ALL
    SELECT s.sequence, s.previous
      FROM chain c CROSS JOIN submission s ON s.sequence = c.previous
     ORDER BY 1 DESC LIMIT :limit)
SELECT s.sequence, source, id, s.force, urn, file_type, ordinal, number, received_at,
       committed_at, c.digest, judged, history
  FROM chain CROSS JOIN submission s ON s.sequence = chain.sequence
  JOIN catalogue c ON c.catalogue = s.catalogue
 ORDER BY s.sequence DESC
