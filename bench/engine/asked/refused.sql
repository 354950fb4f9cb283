/*
title: Who is refused
asks: Which identities are refused, how often, and since when?
sentence: "{calls:call|calls} were refused."
columns:
  arn: identity
  calls: count
  firsttime: time
source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
*/
SELECT useridentity.arn AS arn, COUNT(*) AS calls, MIN(eventtime) AS firsttime
FROM events
WHERE REGEXP_LIKE(errorcode, 'AccessDenied|UnauthorizedOperation')
GROUP BY useridentity.arn
ORDER BY calls DESC, arn
