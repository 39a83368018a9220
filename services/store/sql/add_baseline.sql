-- Measure a theme against something else from now on.
INSERT INTO baseline (force, of_unit, police_unit, system, name, case_type, packed)
VALUES (:force, :of_unit, :police_unit, :system, :name, :case_type, :packed)
