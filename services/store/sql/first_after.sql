-- When the first submission after one was committed: since when figures are behind.
SELECT committed_at FROM submission WHERE sequence > :after ORDER BY sequence LIMIT 1
