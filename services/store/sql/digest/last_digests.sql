-- What became of the last period of a kind: made, nothing to say, mails, whether everybody had
-- theirs, when.
SELECT period, sum(packed IS NOT NULL), sum(audience > 0 AND packed IS NULL), sum(mails),
       max(audience = 0), max(made_at)
  FROM digest
 WHERE kind = :kind AND period = (SELECT max(period) FROM digest WHERE kind = :kind)
 GROUP BY period
