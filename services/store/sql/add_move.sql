-- A change of state, or of a closed month's figures, unless the last of its theme and month says the same.
INSERT INTO theme_move (force, of_unit, police_unit, system, name, case_type, month, state,
                        files, failing, committed_at, packed)
SELECT :force, :of_unit, :police_unit, :system, :name, :case_type, :month, :state,
       :files, :failing, :committed_at, :packed
 WHERE NOT EXISTS (
        SELECT 1 FROM (
               SELECT state, files, failing FROM theme_move
                WHERE force = :force AND of_unit = :of_unit AND police_unit = :police_unit
                  AND system = :system AND name = :name AND case_type = :case_type
                  AND month = :month
                ORDER BY move DESC LIMIT 1) last
         WHERE last.state = :state
           AND (NOT :corrects OR (last.files = :files AND last.failing = :failing)))
