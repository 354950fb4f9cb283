/*
title: Actions tried
asks: Which actions did the suspect try?
sentence: "{suspect} tried {rows:action|actions} in {calls:call|calls}; {top:eventname} the most."
columns:
  eventname: action
  total: count
  failed: count
  first_seen: time
  last_seen: time
source: >-
  Query 2.5 of the AWS notebook "IAM Credential Compromise - Detection",
  https://github.com/aws-samples/jupyter-notebook-for-incident-response (as of November 2026)
*/
SELECT eventname, count(*) AS total, count_if(errorcode <> '') AS failed,
       min(eventtime) AS first_seen, max(eventtime) AS last_seen,
       count(*) OVER () AS table_rows, sum(count(*)) OVER () AS table_calls
FROM events
WHERE useridentity.arn = :suspect
GROUP BY eventname
ORDER BY total DESC, eventname
LIMIT 1000
