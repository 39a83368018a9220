-- What was decided of an earlier submission of the same file, and what that rested on.
SELECT s.sequence, c.digest, s.judged, s.history
  FROM submission s JOIN catalogue c ON c.catalogue = s.catalogue
 WHERE s.sequence = :sequence
