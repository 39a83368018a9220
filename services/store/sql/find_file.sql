-- The file that a submission belongs to.
SELECT submissions, last_sequence, first_sequence, final_sequence FROM file
 WHERE urn = :urn AND force = :force AND file_type = :file_type AND breach_date = :breach_date
