-- Who ever sent.
-- allow-scan: one row a force
SELECT force FROM force ORDER BY force
