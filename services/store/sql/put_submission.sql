-- Keep one LIVE submission: the row whose commit is our promise to the sender.
INSERT INTO submission (sequence, force, number, ordinal, previous, id_hash, source, id,
                        content_digest, received_at, committed_at, catalogue, urn, urn_readable,
                        file_type, breach_date, police_unit, case_type, judged, original, history)
VALUES (:sequence, :force, :number, :ordinal, :previous, :id_hash, :source, :id,
        :content_digest, :received_at, :committed_at, :catalogue, :urn, :urn_readable,
        :file_type, :breach_date, :police_unit, :case_type, :judged, :original, :history)
