-- Every name that is counted, in the order in which figures are given.
-- allow-scan: some three hundred rows
SELECT code, kind, name FROM code ORDER BY kind, name
