-- Keep the newest refusals alone.
DELETE FROM refusal WHERE refusal <= (SELECT max(refusal) FROM refusal) - :keep
