-- A further link.
INSERT INTO activity (at, text, digest) VALUES (:at, :text, :digest)
