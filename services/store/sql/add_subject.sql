-- A subject, when its first event comes.
INSERT INTO subject (kind, name) VALUES (:kind, :name)
