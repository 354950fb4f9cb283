/*
title: "Notebook 2.4: services used"
asks: Which services did the suspect use?
sentence: "The suspect used {rows:service|services} in {calls:call|calls}."
parameters:
  suspect: arn
columns:
  eventsource: service
  total: count
source: >-
  The AWS notebook "IAM Credential Compromise - Detection",
  https://github.com/aws-samples/jupyter-notebook-for-incident-response (as of November 2026)
*/
SELECT eventsource, count(*) AS total,
       count(*) OVER () AS table_rows, sum(count(*)) OVER () AS table_calls
FROM events
WHERE useridentity.arn = :suspect
GROUP BY eventsource
ORDER BY total DESC, eventsource
