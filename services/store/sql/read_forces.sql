-- What status shows of each force.  Unread is counted from the reader furthest behind.
-- allow-scan: one row a force
SELECT force, submissions, last_number, last_received_at,
       last_number - coalesce((SELECT min(up_to) FROM consumer c WHERE c.force = f.force), 0)
  FROM force f ORDER BY force
