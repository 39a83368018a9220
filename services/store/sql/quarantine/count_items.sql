-- What is held, to keep it bounded.
-- allow-scan: bounded in rows; read once at start-up and after an expiry
SELECT count(*), coalesce(sum(length(original) + length(reasons)), 0) FROM item
