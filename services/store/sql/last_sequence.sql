-- The newest submission: a batch numbers its own from here.
-- allow-scan: stops at the first row of the tree
SELECT sequence, committed_at FROM submission ORDER BY sequence DESC LIMIT 1
