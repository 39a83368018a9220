-- Where a subject stands.
UPDATE subject
   SET force = :force, urn = :urn, process = :process, id = :id, unit = :unit,
       police_unit = :police_unit, place = :place, open = :open, settles_at = :settles_at,
       packed = :packed
 WHERE subject = :subject
