-- Rows that time alone has changed since they were written.
SELECT subject, kind, name FROM subject WHERE settles_at <= :now ORDER BY settles_at LIMIT :limit
