-- The texts of a catalogue version by its digest.
SELECT packed FROM catalogue WHERE digest = :digest
