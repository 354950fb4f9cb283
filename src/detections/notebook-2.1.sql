/*
title: "Notebook 2.1: authorization failures"
asks: Which ten calls did the notebook's filter find last?
sentence: "The notebook's filter finds {calls:call|calls}."
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
WHERE errorcode IN ('Client.UnauthorizedOperation', 'Client.InvalidPermission.NotFound', 'Client.OperationNotPermitted', 'AccessDenied')
  AND useridentity.arn LIKE '%iam%'
ORDER BY eventtime DESC
LIMIT 10
