-- Changes of state after one of them, in order of theme and month; of a month as they were committed.
SELECT move, packed FROM theme_move t
 WHERE (force, of_unit, police_unit, system, name, case_type, month, move)
     > (:force, :of_unit, :police_unit, :system, :name, :case_type, :month, :move)
   AND force <= :last_force AND month BETWEEN :from_month AND :to_month
   AND (NOT :latest_only OR NOT EXISTS (
        SELECT 1 FROM theme_move n
         WHERE n.force = t.force AND n.of_unit = t.of_unit AND n.police_unit = t.police_unit
           AND n.system = t.system AND n.name = t.name AND n.case_type = t.case_type
           AND n.month BETWEEN t.month AND :to_month
           AND (n.month, n.move) > (t.month, t.move)))
 ORDER BY force, of_unit, police_unit, system, name, case_type, month, move
 LIMIT :limit
