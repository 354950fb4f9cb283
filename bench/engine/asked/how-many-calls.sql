/*
title: What one identity did
asks: How many calls did the suspect make?
sentence: "The suspect made {calls:call|calls}."
parameters:
  suspect: arn
columns:
  calls: count
source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
*/
SELECT COUNT(DISTINCT eventid) AS calls
FROM events
WHERE useridentity.arn = :suspect
