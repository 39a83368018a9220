-- The end of the chain.
-- allow-scan: its last row alone
SELECT digest FROM activity ORDER BY activity DESC LIMIT 1
