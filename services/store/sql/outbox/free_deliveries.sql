-- A sender has just started: nothing is in its hands yet.
UPDATE delivery INDEXED BY delivery_open SET held_until = 0
 WHERE state NOT IN (4, 8) AND state IN (1, 2) AND held_until > 0
