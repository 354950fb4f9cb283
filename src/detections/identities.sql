/*
title: Refused identities
asks: Which identities are being refused, and how often?
sentence: "{rows:identity was|identities were} refused {calls:time|times}; {top:arn} makes {share:arn} of it."
columns:
  arn: identity
  type: text
  total: count
  actions: count
  addresses: count
  first_seen: time
  last_seen: time
source: >-
  Query 2.2 of the AWS notebook "IAM Credential Compromise - Detection",
  https://github.com/aws-samples/jupyter-notebook-for-incident-response (as of November 2026)
*/
SELECT useridentity.arn AS arn, min(useridentity.type) AS type, count(*) AS total,
       count(DISTINCT eventname) AS actions, count(DISTINCT sourceipaddress) AS addresses,
       min(eventtime) AS first_seen, max(eventtime) AS last_seen,
       count(*) OVER () AS table_rows, sum(count(*)) OVER () AS table_calls
FROM events
WHERE errorcode IN ('Client.UnauthorizedOperation', 'Client.InvalidPermission.NotFound',
                    'Client.OperationNotPermitted', 'AccessDenied')
  AND (useridentity.type IS NULL OR useridentity.type <> 'AWSService')
GROUP BY useridentity.arn
ORDER BY total DESC, arn
LIMIT 1000
