-- The submissions of a file, the latest committed first; of breaches of bail the latest breach.
-- allow-scan: the chain itself
WITH RECURSIVE chain (sequence, previous) AS (
    SELECT s.sequence, s.previous
      FROM (SELECT max(last_sequence) AS last FROM file
             WHERE urn = :urn AND force = :force AND file_type = :file_type) f
      JOIN submission s ON s.sequence = f.last
    UNION ALL
    SELECT s.sequence, s.previous FROM chain c JOIN submission s ON s.sequence = c.previous)
SELECT sequence FROM chain LIMIT 100
