-- The texts of a catalogue version by its short number.
SELECT packed FROM catalogue WHERE catalogue = :catalogue
