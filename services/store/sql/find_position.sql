-- Where a reader stands.
SELECT up_to FROM consumer WHERE force = :force AND consumer = :consumer
