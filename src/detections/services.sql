/*
title: Services used
asks: Which services did the suspect use?
sentence: "{suspect} used {rows:service|services} in {calls:call|calls}; {top:eventsource} the most."
columns:
  eventsource: service
  total: count
  failed: count
  first_seen: time
  last_seen: time
source: >-
  Query 2.4 of the AWS notebook "IAM Credential Compromise - Detection",
  https://github.com/aws-samples/jupyter-notebook-for-incident-response (as of November 2026)
*/
SELECT eventsource, count(*) AS total, count_if(errorcode <> '') AS failed,
       min(eventtime) AS first_seen, max(eventtime) AS last_seen,
       count(*) OVER () AS table_rows, sum(count(*)) OVER () AS table_calls
FROM events
WHERE useridentity.arn = :suspect
GROUP BY eventsource
ORDER BY total DESC, eventsource
LIMIT 1000
