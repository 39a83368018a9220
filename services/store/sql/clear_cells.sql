-- Forget all rollups: they are counted again from the submissions.
DELETE FROM rollup
