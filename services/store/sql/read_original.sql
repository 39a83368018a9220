-- A submission as it came.
SELECT original FROM submission WHERE sequence = :sequence
