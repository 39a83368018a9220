-- A closed month.
SELECT closed_at, closed_by, up_to, files, submissions, digest FROM month WHERE month = :month
