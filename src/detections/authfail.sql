/*
title: Authorization failures
asks: Which calls were refused, to whom and for what?
sentence: "{calls:call was|calls were} refused; {share:arn} of them to {top:arn}."
columns:
  eventtime: time
  arn: identity
  eventsource: service
  eventname: action
  awsregion: region
  sourceipaddress: ip
  errorcode: text
  errormessage: text
source: >-
  Query 2.1 of the AWS notebook "IAM Credential Compromise - Detection",
  https://github.com/aws-samples/jupyter-notebook-for-incident-response (as of November 2026)
*/
SELECT eventtime, useridentity.arn AS arn, eventsource, eventname, awsregion, sourceipaddress, errorcode, errormessage,
       count(*) OVER () AS table_rows, count(*) OVER () AS table_calls
FROM events
-- The notebook also asks for an ARN with "iam" in it, which drops every role session; only AWS's own services are left out here.
WHERE errorcode IN ('Client.UnauthorizedOperation', 'Client.InvalidPermission.NotFound',
                    'Client.OperationNotPermitted', 'AccessDenied')
  AND (useridentity.type IS NULL OR useridentity.type <> 'AWSService')
ORDER BY eventtime DESC, eventid
LIMIT 1000
