-- The frozen sums of a force's closed month.
SELECT police_unit, case_type, counts, days FROM month_figures
 WHERE force = :force AND month = :month AND series = :series
 ORDER BY police_unit, case_type
