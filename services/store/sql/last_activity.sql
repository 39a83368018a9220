-- The end of the chain.
SELECT digest FROM activity ORDER BY activity DESC LIMIT 1
