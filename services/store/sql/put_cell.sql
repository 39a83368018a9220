-- Write one cell of the rollups.
INSERT INTO rollup (force, day, police_unit, case_type, file_type, series, counts)
VALUES (:force, :day, :police_unit, :case_type, :file_type, :series, :counts)
ON CONFLICT DO UPDATE SET counts = excluded.counts
