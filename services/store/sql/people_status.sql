-- What status shows of people's events; the indexes of what is open and of what time ends.
SELECT coalesce((SELECT max(event) FROM event), 0),
       (SELECT count(*) FROM subject WHERE kind = 1 AND open = 1),
       (SELECT min(settles_at) FROM subject WHERE settles_at IS NOT NULL)
