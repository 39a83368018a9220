-- A change of state, or of a closed month's figures, unless the last of its theme and month says the
-- same; what was muted then is said again when that is over.
INSERT INTO theme_move (force, of_unit, police_unit, system, name, case_type, month, state,
                        files, failing, committed_at, packed)
SELECT :force, :of_unit, :police_unit, :system, :name, :case_type, :month, :state,
       :files, :failing, :committed_at, :packed
 WHERE NOT EXISTS (
        SELECT 1 FROM theme_move
         WHERE move = (SELECT max(move) FROM theme_move
                        WHERE force = :force AND of_unit = :of_unit
                          AND police_unit = :police_unit AND system = :system
                          AND name = :name AND case_type = :case_type AND month = :month)
           AND state = :state
           AND (NOT :corrects OR (files = :files AND failing = :failing))
           AND (NOT :unmutes OR packed = :packed))
