-- The one digest of these names.
SELECT settled, mails, packed FROM digest
 WHERE kind = :kind AND period = :period AND force = :force AND unit = :unit
   AND audience = :audience
