-- How many wait, are under way or need a person, and since when.
-- allow-scan: of the short index of what is neither sent nor dropped
SELECT state, count(*), min(queued_at) FROM delivery INDEXED BY delivery_open
 WHERE state NOT IN (4, 8) GROUP BY state
