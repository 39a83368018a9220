-- Up to where something derived is true.
SELECT up_to FROM progress WHERE name = :name
