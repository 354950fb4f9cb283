-- Which identities does the notebook's filter find, and how often? (ir-bot's "notebook-2.2", on a table by Athena's guide for an organization's trail, with partitions added by hand)
WITH events AS (
  SELECT "eventversion",
         "useridentity",
         "eventtime",
         "eventsource",
         "eventname",
         "awsregion",
         "sourceipaddress",
         "useragent",
         "errorcode",
         "errormessage",
         "requestparameters",
         "additionaleventdata",
         "requestid",
         "eventid",
         "resources",
         "eventtype",
         "apiversion",
         "readonly",
         "recipientaccountid",
         "serviceeventdetails",
         "sharedeventid",
         "vpcendpointid",
         "eventcategory",
         "vpcendpointaccountid",
         "sessioncredentialfromconsole",
         "edgedevicedetails",
         nullif(useridentity.arn, '') AS "arn",
         coalesce(nullif(useridentity.arn, ''), nullif(useridentity.onbehalfof.userid, ''), nullif(useridentity.principalid, ''), nullif(useridentity.sessioncontext.sessionissuer.arn, ''), nullif(useridentity.username, ''), nullif(useridentity.accountid, ''), nullif(useridentity.invokedby, '')) AS "actor",
         nullif(useridentity.type, '') AS "actor_type",
         CASE WHEN useridentity.sessioncontext.sessionissuer.type = 'Role' THEN useridentity.sessioncontext.sessionissuer.arn
         WHEN useridentity.arn LIKE '%:assumed-role/%' THEN concat('arn:', split_part(useridentity.arn, ':', 2), ':iam::', split_part(useridentity.arn, ':', 5), ':role/', split_part(useridentity.arn, '/', 2))
         WHEN useridentity.arn LIKE '%:role/%' THEN useridentity.arn END AS "role",
         nullif(useridentity.accesskeyid, '') AS "accesskeyid",
         (coalesce(useridentity.type, '') = 'AWSService' OR (coalesce(useridentity.type, '') = '' AND coalesce(useridentity.arn, '') = '' AND coalesce(useridentity.invokedby, '') LIKE '%.amazonaws.com')) AS "is_service",
         CASE WHEN regexp_like(errorcode, '(?i)(AccessDenied|Unauthorized|NotAuthorized|AuthorizationError|Forbidden|AuthFailure)') OR (eventsource = 'signin.amazonaws.com' AND (json_extract_scalar(responseelements, '$.ConsoleLogin') = 'Failure' OR errormessage <> '')) THEN 'refused'
         WHEN errorcode = 'Client.DryRunOperation' THEN 'dry run' WHEN errorcode <> '' THEN 'failed' ELSE 'succeeded' END AS "outcome",
         coalesce(nullif(errorcode, ''), nullif(errormessage, ''), CASE WHEN eventsource = 'signin.amazonaws.com' AND (json_extract_scalar(responseelements, '$.ConsoleLogin') = 'Failure' OR errormessage <> '') THEN 'Failure' END) AS "code",
         CASE WHEN regexp_like(errorcode, '(?i)(AccessDenied|Unauthorized|NotAuthorized|AuthorizationError|Forbidden|AuthFailure)') THEN 'not authorized'
         WHEN eventsource = 'signin.amazonaws.com' AND (json_extract_scalar(responseelements, '$.ConsoleLogin') = 'Failure' OR errormessage <> '') THEN 'failed sign-in'
         WHEN errorcode = 'Client.DryRunOperation' THEN 'dry run: the caller has the permission'
         WHEN errorcode = 'Client.InvalidPermission.NotFound' THEN 'no refusal: there is no such security group rule'
         WHEN errorcode = 'Client.OperationNotPermitted' THEN 'no refusal: not possible in the state of the resource'
         WHEN errorcode <> '' THEN 'another error' END AS "meaning",
         (coalesce(eventcategory, '') = 'Data' OR (eventsource = 's3.amazonaws.com' AND eventname IN ('GetObject', 'PutObject', 'DeleteObject', 'DeleteObjects', 'HeadObject', 'CopyObject', 'ListObjects', 'ListObjectsV2'))) AS "is_data_event",
         replace(eventtime, 'Z', '') AS "moment",
         substr(eventtime, 1, 13) AS "period",
         to_hex(md5(to_utf8(concat_ws('|', coalesce(eventid, ''), coalesce(eventtime, ''), coalesce(useridentity.principalid, ''), coalesce(useridentity.arn, ''), coalesce(useridentity.accesskeyid, ''), coalesce(eventsource, ''), coalesce(eventname, ''), coalesce(awsregion, ''), coalesce(sourceipaddress, ''), coalesce(useragent, ''), coalesce(errorcode, ''), coalesce(errormessage, ''), coalesce(requestid, ''), coalesce(requestparameters, ''), coalesce(responseelements, ''), coalesce(additionaleventdata, ''))))) AS "copy_key"
  FROM "default"."cloudtrail_logs"
  WHERE ("year" = '2026' AND "month" = '11' AND "day" BETWEEN '20' AND '22')
    AND eventtime >= '2026-11-20T00:00:00' AND eventtime < '2026-11-22T00:00:00'
)
SELECT useridentity.arn AS arn, count(*) AS total,
       count(*) OVER () AS table_rows, sum(count(*)) OVER () AS table_calls
FROM events
WHERE errorcode IN ('Client.UnauthorizedOperation', 'Client.InvalidPermission.NotFound', 'Client.OperationNotPermitted', 'AccessDenied')
  AND useridentity.arn LIKE '%iam%'
GROUP BY 1
ORDER BY total DESC, arn
