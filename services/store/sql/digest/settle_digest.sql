-- All its mail is in the outbox.
UPDATE digest SET settled = 1, mails = :mails
 WHERE kind = :kind AND period = :period AND force = :force AND unit = :unit
   AND audience = :audience AND settled = 0
