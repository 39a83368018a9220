-- Forces whose first item was committed before an instant: who is to have digests of then.
-- allow-scan: one row a force
SELECT f.force FROM force f
 WHERE EXISTS (SELECT 1 FROM mailbox m
                 LEFT JOIN submission s ON s.sequence = m.sequence
                 LEFT JOIN theme_move t ON t.move = m.move
                WHERE m.force = f.force AND m.number = 1
                  AND coalesce(s.committed_at, t.committed_at) < :before)
 ORDER BY f.force
