-- A file's first submission.  It is also the earliest and the latest, until the rollups see
-- another.
INSERT INTO file (urn, force, file_type, breach_date, submissions, last_sequence, first_sequence,
                  final_sequence)
VALUES (:urn, :force, :file_type, :breach_date, 1, :sequence, :sequence, :sequence)
