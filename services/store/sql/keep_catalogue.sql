-- Make a catalogue version known.  The first text under a digest stands.
INSERT INTO catalogue (digest, label, packed) VALUES (:digest, :label, :packed)
ON CONFLICT (digest) DO NOTHING
