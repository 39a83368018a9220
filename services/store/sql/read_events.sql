-- All events of one subject in the order of their commits.
SELECT source, id, packed FROM event WHERE subject = :subject ORDER BY event
