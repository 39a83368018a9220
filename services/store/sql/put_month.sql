-- Close a month, once.
INSERT INTO month (month, closed_at, closed_by, up_to, files, submissions, digest)
VALUES (:month, :closed_at, :closed_by, :up_to, :files, :submissions, :digest)
