-- The short number of a catalogue version.
SELECT catalogue FROM catalogue WHERE digest = :digest
