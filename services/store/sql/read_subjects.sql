-- Subjects of one kind in order of time, after a place; packed is NULL of those not wanted, so that
-- what one page looks at is bounded.  Columns as in the other read_subjects.
-- allow-scan: of what was looked at
WITH looked AS (
    SELECT * FROM subject INDEXED BY subject_time
     WHERE kind = :kind AND place BETWEEN :from AND :to
       AND packed IS NOT NULL
       AND (place > :after_place OR (place = :after_place AND subject > :after_subject))
       AND (:force = '' OR force = :force)
     ORDER BY place, subject LIMIT :looked)
SELECT subject, place, settles_at,
       CASE WHEN (:urn = '' OR urn = :urn OR substr(urn, 1, 11) = :urn)
             AND (:forces = '' OR instr(:forces, force) > 0)
             AND (:unit = '' OR unit = :unit) AND (:police_unit = '' OR police_unit = :police_unit)
             AND (:id = '' OR id = :id) AND (:process = 0 OR process = :process)
             AND open >= :open_only THEN packed END
  FROM looked
