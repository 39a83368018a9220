-- Where a force's mailbox and count stand.
SELECT submissions, last_number, last_received_at FROM force WHERE force = :force
