-- A further submission of a known file.
UPDATE file SET submissions = :submissions, last_sequence = :last_sequence
 WHERE urn = :urn AND force = :force AND file_type = :file_type AND breach_date = :breach_date
