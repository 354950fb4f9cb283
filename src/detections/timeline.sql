/*
title: Timeline
asks: What did the suspect do when, in which service and region?
sentence: "{suspect} made {calls:call|calls} at {rows:moment|moments}; the latest was {first:eventname} in {first:awsregion}."
columns:
  eventtime: time
  eventsource: service
  eventname: action
  awsregion: region
  total: count
  failed: count
source: >-
  Query 2.6 of the AWS notebook "IAM Credential Compromise - Detection",
  https://github.com/aws-samples/jupyter-notebook-for-incident-response (as of November 2026)
*/
SELECT eventtime, eventsource, eventname, awsregion, count(*) AS total, count_if(errorcode <> '') AS failed,
       count(*) OVER () AS table_rows, sum(count(*)) OVER () AS table_calls
FROM events
WHERE useridentity.arn = :suspect
GROUP BY eventtime, eventsource, eventname, awsregion
ORDER BY eventtime DESC, eventsource, eventname, awsregion
LIMIT 1000
