-- What the themes from one to another are measured against: the last that was set of each.
SELECT packed FROM baseline b
 WHERE (force, of_unit, police_unit, system, name, case_type)
     > (:force, :of_unit, :police_unit, :system, :name, :case_type)
   AND (force, of_unit, police_unit, system, name, case_type)
    <= (:to_force, :to_of_unit, :to_police_unit, :to_system, :to_name, :to_case_type)
   AND NOT EXISTS (
        SELECT 1 FROM baseline n
         WHERE n.force = b.force AND n.of_unit = b.of_unit AND n.police_unit = b.police_unit
           AND n.system = b.system AND n.name = b.name AND n.case_type = b.case_type
           AND n.baseline > b.baseline)
 ORDER BY force, of_unit, police_unit, system, name, case_type
 LIMIT :limit
