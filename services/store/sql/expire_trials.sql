-- Forget TEST messages that are old enough, a few at a time: oldest first, since the key
-- is in arrival order.
DELETE FROM trial
 WHERE sequence IN (SELECT sequence FROM trial WHERE sequence >= 0 ORDER BY sequence LIMIT :limit)
   AND committed_at < :before
