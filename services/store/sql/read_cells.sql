-- A force's cells of some days.
SELECT day, police_unit, case_type, file_type, series, counts FROM rollup
 WHERE force = :force AND day BETWEEN :from AND :to
 ORDER BY day, police_unit, case_type, file_type, series
