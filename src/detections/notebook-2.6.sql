/*
title: "Notebook 2.6: all together by time"
asks: What did the suspect do when, in which service and region?
sentence: "The suspect made {calls:call|calls} at {rows:moment|moments}."
parameters:
  suspect: arn
columns:
  eventtime: time
  eventsource: service
  eventname: action
  awsregion: region
  total: count
source: >-
  The AWS notebook "IAM Credential Compromise - Detection",
  https://github.com/aws-samples/jupyter-notebook-for-incident-response (as of November 2026)
*/
SELECT eventtime, eventsource, eventname, awsregion, count(*) AS total,
       count(*) OVER () AS table_rows, sum(count(*)) OVER () AS table_calls
FROM events
WHERE useridentity.arn = :suspect
GROUP BY eventname, eventsource, eventtime, awsregion
ORDER BY eventtime DESC, eventsource, eventname, awsregion
