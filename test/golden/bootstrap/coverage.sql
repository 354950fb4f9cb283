-- Which regions, accounts and kinds of events do the logs hold, and how fresh are they? (ir-bot's "coverage", on a table by AWS Security Analytics Bootstrap)
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
         CAST(NULL AS varchar) AS "eventcategory",
         CAST(NULL AS varchar) AS "vpcendpointaccountid",
         CAST(NULL AS varchar) AS "sessioncredentialfromconsole",
         CAST(NULL AS varchar) AS "edgedevicedetails",
         nullif(useridentity.arn, '') AS "arn",
         coalesce(nullif(useridentity.arn, ''), nullif(useridentity.principalid, ''), nullif(useridentity.sessioncontext.sessionissuer.arn, ''), nullif(useridentity.username, ''), nullif(useridentity.accountid, ''), nullif(useridentity.invokedby, '')) AS "actor",
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
         (eventsource = 's3.amazonaws.com' AND eventname IN ('GetObject', 'PutObject', 'DeleteObject', 'DeleteObjects', 'HeadObject', 'CopyObject', 'ListObjects', 'ListObjectsV2')) AS "is_data_event",
         replace(eventtime, 'Z', '') AS "moment",
         substr(eventtime, 1, 13) AS "period",
         to_hex(md5(to_utf8(concat_ws('|', coalesce(eventid, ''), coalesce(eventtime, ''), coalesce(useridentity.principalid, ''), coalesce(useridentity.arn, ''), coalesce(useridentity.accesskeyid, ''), coalesce(eventsource, ''), coalesce(eventname, ''), coalesce(awsregion, ''), coalesce(sourceipaddress, ''), coalesce(useragent, ''), coalesce(errorcode, ''), coalesce(errormessage, ''), coalesce(requestid, ''), coalesce(requestparameters, ''), coalesce(responseelements, ''), coalesce(additionaleventdata, ''))))) AS "copy_key"
  FROM "security_analysis"."cloudtrail"
  WHERE date_partition BETWEEN '2026/11/20' AND '2026/11/22'
    AND eventtime >= '2026-11-20T00:00:00' AND eventtime < '2026-11-22T00:00:00'
),
grouped AS (
  SELECT CASE WHEN grouping(awsregion) = 0 THEN 'regions'
              WHEN grouping(recipientaccountid) = 0 THEN 'accounts'
              WHEN grouping(period) = 0 THEN 'activity'
              ELSE 'summary' END AS table_name,
         awsregion, recipientaccountid, period,
         count(*) AS total,
         count(DISTINCT recipientaccountid) AS accounts,
         count(DISTINCT awsregion) AS regions,
         count_if(is_data_event) AS data_events,
         max(moment) || 'Z' AS newest
  FROM events
  GROUP BY GROUPING SETS ((), (awsregion), (recipientaccountid), (period))
),
ranked AS (
  SELECT *, count(*) OVER (PARTITION BY table_name) AS table_rows, sum(total) OVER (PARTITION BY table_name) AS table_calls,
         row_number() OVER (PARTITION BY table_name
                            ORDER BY CASE WHEN table_name = 'activity' THEN period END DESC, total DESC, awsregion, recipientaccountid) AS table_rank
  FROM grouped
)
SELECT table_name, awsregion, recipientaccountid, period, total, accounts, regions, data_events, newest, table_rows, table_calls
FROM ranked
WHERE table_rank <= 1000
ORDER BY table_name, table_rank
