-- The rollups found that another submission is the earliest of its file.
UPDATE file SET first_sequence = :first_sequence
 WHERE urn = :urn AND force = :force AND file_type = :file_type AND breach_date = :breach_date
