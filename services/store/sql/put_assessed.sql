-- The cell as it is counted now.
INSERT INTO assessed (force, day, police_unit, case_type, file_type, counts)
VALUES (:force, :day, :police_unit, :case_type, :file_type, :counts)
ON CONFLICT DO UPDATE SET counts = excluded.counts
