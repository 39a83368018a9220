-- Up to which event rows are true.
SELECT max(event) FROM event
