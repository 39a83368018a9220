-- A force's cells of some days; those of people's figures go with the first submissions.
SELECT day, police_unit, case_type, file_type, series, counts FROM rollup
 WHERE force = :force AND day BETWEEN :from AND :to
UNION ALL
SELECT day, police_unit, case_type, file_type, 0 AS series, counts FROM assessed
 WHERE force = :force AND day BETWEEN :from AND :to
 ORDER BY day, police_unit, case_type, file_type, series
