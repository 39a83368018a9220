-- Into the hands of a sender: an attempt begins.
UPDATE delivery SET lease = lease + 1, held_until = :until, attempts = attempts + 1 WHERE id = :id
