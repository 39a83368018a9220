-- Freeze the sums of one police unit and case type, in the transaction that closes the month.
INSERT INTO month_figures (force, month, series, police_unit, case_type, counts, days)
VALUES (:force, :month, :series, :police_unit, :case_type, :counts, :days)
