-- The newest TEST message.
-- allow-scan: stops at the first row of the tree
SELECT sequence FROM trial ORDER BY sequence DESC LIMIT 1
