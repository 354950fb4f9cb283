-- Which identities are being refused, how often, and for what? (ir-bot's "authfail", on a table by Athena's guide, with partition projection)
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
  FROM "default"."cloudtrail_logs_pp"
  WHERE "timestamp" BETWEEN '2026/11/20' AND '2026/11/22'
    AND eventtime >= '2026-11-20T00:00:00' AND eventtime < '2026-11-22T00:00:00'
),
attempts AS (
  -- Every refused call, and what the notebook takes for one.
  SELECT *,
         CASE WHEN row_number() OVER (PARTITION BY copy_key ORDER BY eventtime) > 1 THEN 'copy'
              WHEN is_service THEN 'service'
              WHEN outcome = 'refused' THEN 'refused'
              ELSE 'no refusal' END AS counted,
         coalesce(errorcode, '') IN ('Client.UnauthorizedOperation', 'Client.InvalidPermission.NotFound',
                                     'Client.OperationNotPermitted', 'AccessDenied') AS has_notebook_code,
         coalesce(arn, '') LIKE '%iam%' AS has_notebook_arn
  FROM events
  WHERE outcome = 'refused' OR errorcode IN ('Client.InvalidPermission.NotFound', 'Client.OperationNotPermitted')
),
grouped AS (
  SELECT CASE WHEN grouping(copy_key) = 0 THEN 'calls'
              WHEN grouping(code) = 0 THEN 'codes'
              WHEN grouping(actor) = 0 THEN 'identities'
              WHEN grouping(role) = 0 THEN 'roles'
              WHEN grouping(period) = 0 THEN 'activity'
              ELSE 'summary' END AS table_name,
         eventtime, moment, period, actor, role, eventsource, eventname, awsregion, sourceipaddress, code, meaning, errormessage, copy_key,
         min(actor_type) AS actor_type,
         count_if(counted = 'refused') AS denied,
         count(DISTINCT CASE WHEN counted = 'refused' THEN actor END) AS sessions,
         count(DISTINCT CASE WHEN counted = 'refused' THEN eventname END) AS actions,
         count(DISTINCT CASE WHEN counted = 'refused' THEN sourceipaddress END) AS addresses,
         count_if(counted = 'no refusal') AS no_refusals,
         count_if(counted IN ('refused', 'no refusal')) AS total,
         count_if(counted = 'service') AS by_services,
         count_if(counted = 'copy') AS copies,
         count_if(counted = 'refused' AND NOT (has_notebook_arn AND has_notebook_code)) AS outside_notebook,
         count_if(counted = 'refused' AND NOT has_notebook_arn) AS outside_by_identity,
         count_if(counted = 'refused' AND has_notebook_arn AND NOT has_notebook_code) AS outside_by_code,
         min(CASE WHEN counted IN ('refused', 'no refusal') THEN moment END) || 'Z' AS first_seen,
         max(CASE WHEN counted IN ('refused', 'no refusal') THEN moment END) || 'Z' AS last_seen
  FROM attempts
  GROUP BY GROUPING SETS (
    (),
    (period),
    (role),
    (actor),
    (actor, code, meaning),
    (eventtime, moment, actor, eventsource, eventname, awsregion, sourceipaddress, code, meaning, errormessage, copy_key)
  )
),
ranked AS (
  SELECT *,
         count(*) OVER (PARTITION BY table_name) AS table_rows,
         sum(CASE WHEN table_name IN ('calls', 'codes') THEN total ELSE denied END) OVER (PARTITION BY table_name) AS table_calls,
         row_number() OVER (PARTITION BY table_name
                            ORDER BY CASE WHEN table_name = 'calls' THEN moment WHEN table_name = 'activity' THEN period END DESC,
                                     denied DESC, total DESC, actor, role, code, copy_key) AS table_rank
  FROM grouped
  WHERE table_name = 'summary'
     OR (table_name IN ('calls', 'codes') AND total > 0)
     OR (table_name IN ('identities', 'activity') AND denied > 0)
     OR (table_name = 'roles' AND denied > 0 AND role IS NOT NULL)
)
SELECT table_name, eventtime, period, actor, actor_type, role, eventsource, eventname, awsregion, sourceipaddress, code, meaning, errormessage,
       denied, total, sessions, actions, addresses, no_refusals, by_services, copies, outside_notebook, outside_by_identity, outside_by_code,
       first_seen, last_seen, table_rows, table_calls
FROM ranked
WHERE table_rank <= 1000
ORDER BY table_name, table_rank
