-- What is counted in one cell of people's figures.
SELECT counts FROM assessed
 WHERE force = :force AND day = :day AND police_unit = :police_unit AND case_type = :case_type
   AND file_type = :file_type
