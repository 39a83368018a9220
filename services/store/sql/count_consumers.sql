-- How many readers a mailbox has: their number is bounded.
SELECT count(*) FROM consumer WHERE force = :force
