-- A change of state, if it was not told before.
INSERT INTO theme_move (force, of_unit, police_unit, system, name, case_type, month, state,
                        committed_at, packed)
VALUES (:force, :of_unit, :police_unit, :system, :name, :case_type, :month, :state,
        :committed_at, :packed)
ON CONFLICT (force, of_unit, police_unit, system, name, case_type, month, state) DO NOTHING
