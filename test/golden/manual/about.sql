-- What did the suspect do, where from, with which keys, and what came out? (ir-bot's "about", on a table by Athena's guide, with partitions added by hand)
WITH events AS (
SELECT * FROM (
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
) WHERE actor = 'arn:aws:iam::111122223333:user/alice'
),
calls AS (
  SELECT *, row_number() OVER (PARTITION BY copy_key ORDER BY eventtime) AS copy,
         -- Services of AWS and lists of addresses are no address that somebody called from.
         CASE WHEN regexp_like(sourceipaddress, '^[0-9a-fA-F:.]+$') THEN sourceipaddress END AS address
  FROM events
),
grouped AS (
  SELECT CASE WHEN grouping(copy_key) = 0 THEN 'events'
              WHEN grouping(moment) = 0 THEN 'timeline'
              WHEN grouping(period) = 0 THEN 'activity'
              WHEN grouping(eventsource) = 0 THEN 'services'
              WHEN grouping(eventname) = 0 THEN 'actions'
              WHEN grouping(sourceipaddress) = 0 THEN 'sources'
              WHEN grouping(accesskeyid) = 0 THEN 'keys'
              WHEN grouping(code) = 0 THEN 'errors'
              WHEN grouping(actor) = 0 THEN 'callers'
              ELSE 'summary' END AS table_name,
         eventtime, moment, period, actor, eventsource, eventname, awsregion, sourceipaddress, useragent, accesskeyid, code, meaning, copy_key,
         min(actor_type) AS actor_type,
         count_if(copy = 1) AS total,
         count_if(copy = 1 AND outcome = 'refused') AS refused,
         count_if(copy = 1 AND outcome IN ('failed', 'dry run')) AS failed,
         count_if(copy > 1) AS copies,
         count(DISTINCT actor) AS callers,
         count(DISTINCT accesskeyid) AS keys,
         count(DISTINCT address) AS addresses,
         count(DISTINCT eventsource) AS services,
         count(DISTINCT eventname) AS actions,
         min(moment) || 'Z' AS first_seen,
         max(moment) || 'Z' AS last_seen
  FROM calls
  GROUP BY GROUPING SETS (
    (),
    (period),
    (eventsource),
    (eventname),
    (sourceipaddress, useragent),
    (accesskeyid),
    (code, meaning),
    (actor),
    (eventtime, moment, eventsource, eventname, awsregion),
    (eventtime, moment, actor, eventsource, eventname, awsregion, sourceipaddress, useragent, accesskeyid, code, copy_key)
  )
),
ranked AS (
  SELECT *,
         count(*) OVER (PARTITION BY table_name) AS table_rows,
         sum(total) OVER (PARTITION BY table_name) AS table_calls,
         row_number() OVER (PARTITION BY table_name
                            ORDER BY CASE WHEN table_name IN ('events', 'timeline') THEN moment WHEN table_name = 'activity' THEN period END DESC,
                                     CASE WHEN table_name NOT IN ('events', 'timeline') THEN total END DESC,
                                     eventsource, eventname, awsregion, sourceipaddress, useragent, accesskeyid, code, actor, copy_key) AS table_rank
  FROM grouped
  WHERE table_name = 'summary' OR (total > 0 AND (table_name <> 'errors' OR meaning IS NOT NULL))
)
SELECT table_name, eventtime, period, actor, actor_type, eventsource, eventname, awsregion, sourceipaddress, useragent, accesskeyid, code, meaning,
       total, refused, failed, copies, callers, keys, addresses, services, actions, first_seen, last_seen, table_rows, table_calls
FROM ranked
WHERE table_rank <= 1000
ORDER BY table_name, table_rank
