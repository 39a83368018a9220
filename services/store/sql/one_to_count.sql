-- One submission, as next_to_count gives it.
SELECT sequence, force, urn, urn_readable, file_type, breach_date, ordinal, police_unit, case_type,
       received_at, catalogue, judged
  FROM submission WHERE sequence = :sequence
