-- The rollups found which submissions are the earliest and the latest of a file.
UPDATE file SET first_sequence = :first_sequence, final_sequence = :final_sequence
 WHERE urn = :urn AND force = :force AND file_type = :file_type AND breach_date = :breach_date
