-- What a force is told of an event.
INSERT INTO notice (event, packed) VALUES (:event, :packed)
