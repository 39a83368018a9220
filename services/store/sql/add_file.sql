-- A file's first submission.  It is also the earliest, until the rollups see an earlier one.
INSERT INTO file (urn, force, file_type, breach_date, submissions, last_sequence, first_sequence)
VALUES (:urn, :force, :file_type, :breach_date, 1, :sequence, :sequence)
