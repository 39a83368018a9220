-- The submissions that the rollups have not seen yet, in order.
SELECT sequence, force, urn, urn_readable, file_type, breach_date, ordinal, police_unit, case_type,
       received_at, catalogue, judged
  FROM submission WHERE sequence > :after ORDER BY sequence LIMIT :limit
