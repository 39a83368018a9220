-- A name that is counted for the first time.
INSERT INTO code (kind, name) VALUES (:kind, :name)
