/*
title: "Notebook 2.3: one identity"
asks: What are five of the suspect's events?
sentence: "The suspect made {calls:call|calls}."
parameters:
  suspect: arn
columns:
  eventtime: time
  arn: identity
  eventsource: service
  eventname: action
  awsregion: region
  sourceipaddress: ip
  useragent: agent
  accesskeyid: key
  errorcode: text
  errormessage: text
  eventid: text
source: >-
  The AWS notebook "IAM Credential Compromise - Detection",
  https://github.com/aws-samples/jupyter-notebook-for-incident-response (as of November 2026)
*/
SELECT eventtime, useridentity.arn AS arn, eventsource, eventname, awsregion, sourceipaddress, useragent,
       useridentity.accesskeyid AS accesskeyid, errorcode, errormessage, eventid,
       count(*) OVER () AS table_rows, count(*) OVER () AS table_calls
FROM events
WHERE useridentity.arn = :suspect
LIMIT 5
