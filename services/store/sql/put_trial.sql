-- Keep one TEST message, so that its repeat is known for 7 days.
INSERT INTO trial (sequence, force, id_hash, source, id, content_digest, received_at,
                   committed_at, catalogue, urn, file_type, judged)
VALUES (:sequence, :force, :id_hash, :source, :id, :content_digest, :received_at,
        :committed_at, :catalogue, :urn, :file_type, :judged)
