-- Subjects of one kind in order of time, after a place.  Columns as in the other read_subjects.
SELECT subject, place, settles_at, packed FROM subject INDEXED BY subject_time
 WHERE kind = :kind AND place BETWEEN :from AND :to
   AND packed IS NOT NULL
   AND (place > :after_place OR (place = :after_place AND subject > :after_subject))
   AND (:force = '' OR force = :force) AND (:urn = '' OR urn = :urn OR substr(urn, 1, 11) = :urn)
   AND (:forces = '' OR instr(:forces, force) > 0)
   AND (:unit = '' OR unit = :unit) AND (:police_unit = '' OR police_unit = :police_unit)
   AND (:id = '' OR id = :id) AND (:process = 0 OR process = :process) AND open >= :open_only
 ORDER BY place, subject LIMIT :limit
