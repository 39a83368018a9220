-- Move a force's mailbox and count, once a batch.
INSERT INTO force (force, submissions, last_number, last_received_at)
VALUES (:force, :submissions, :last_number, :last_received_at)
ON CONFLICT (force) DO UPDATE SET submissions = excluded.submissions,
    last_number = excluded.last_number, last_received_at = excluded.last_received_at
