/*
title: "Notebook 2.5: actions attempted"
asks: Which actions did the suspect attempt?
sentence: "The suspect attempted {rows:action|actions} in {calls:call|calls}."
parameters:
  suspect: arn
columns:
  eventname: action
  total: count
source: >-
  The AWS notebook "IAM Credential Compromise - Detection",
  https://github.com/aws-samples/jupyter-notebook-for-incident-response (as of November 2026)
*/
SELECT eventname, count(*) AS total,
       count(*) OVER () AS table_rows, sum(count(*)) OVER () AS table_calls
FROM events
WHERE useridentity.arn = :suspect
GROUP BY eventname
ORDER BY total DESC, eventname
