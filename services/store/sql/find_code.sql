-- The small number of a counted name.
SELECT code FROM code WHERE kind = :kind AND name = :name
