/*
title: "Notebook 2.2: identities behind them"
asks: Which identities does the notebook's filter find, and how often?
sentence: "The notebook's filter finds {calls:call|calls} by {rows:identity|identities}."
columns:
  arn: identity
  total: count
source: >-
  The AWS notebook "IAM Credential Compromise - Detection",
  https://github.com/aws-samples/jupyter-notebook-for-incident-response (as of November 2026)
*/
SELECT useridentity.arn AS arn, count(*) AS total,
       count(*) OVER () AS table_rows, sum(count(*)) OVER () AS table_calls
FROM events
WHERE errorcode IN ('Client.UnauthorizedOperation', 'Client.InvalidPermission.NotFound', 'Client.OperationNotPermitted', 'AccessDenied')
  AND useridentity.arn LIKE '%iam%'
GROUP BY 1
ORDER BY total DESC, arn
