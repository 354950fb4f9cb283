/*
title: Latest events
asks: What did the suspect do last?
sentence: "{suspect} made {calls:call|calls}; the latest was {first:eventname} at {first:eventtime}."
columns:
  eventtime: time
  eventsource: service
  eventname: action
  awsregion: region
  sourceipaddress: ip
  accesskeyid: key
  errorcode: text
  useragent: agent
source: >-
  Query 2.3 of the AWS notebook "IAM Credential Compromise - Detection",
  https://github.com/aws-samples/jupyter-notebook-for-incident-response (as of November 2026)
*/
SELECT eventtime, eventsource, eventname, awsregion, sourceipaddress, useridentity.accesskeyid AS accesskeyid,
       errorcode, useragent,
       count(*) OVER () AS table_rows, count(*) OVER () AS table_calls
FROM events
WHERE useridentity.arn = :suspect
ORDER BY eventtime DESC, eventid
LIMIT 100
