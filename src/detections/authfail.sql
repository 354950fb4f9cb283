/*
title: Refused calls
asks: Which identities are being refused, how often, and for what?
sentence: "{identities.rows:identity was|identities were} refused {summary.denied:time|times}; {identities.top:actor} makes {identities.share:actor} of it."
notes:
  - "The notebook's filter leaves out {summary.outside_notebook} of these: {summary.outside_by_identity} by role sessions and other callers without \"iam\" in their ARN, {summary.outside_by_code} under codes that are not on its list."
  - "{summary.no_refusals:call|calls} under a code of the notebook that means no refusal: listed under calls and codes, not counted."
  - "{summary.by_services:refusal|refusals} of AWS's own services (log delivery and the like) set aside."
  - "{summary.copies:copy|copies} of events that were delivered more than once set aside."
tables:
  identities:
    title: Refused identities
    columns:
      actor: identity
      actor_type: text
      denied: count
      actions: count
      addresses: count
      first_seen: time
      last_seen: time
  calls:
    title: Refused calls
    columns:
      eventtime: time
      actor: identity
      eventsource: service
      eventname: action
      awsregion: region
      sourceipaddress: ip
      code: text
      meaning: text
      errormessage: text
  codes:
    title: Error codes by identity
    columns: { actor: identity, code: text, meaning: text, total: count, first_seen: time, last_seen: time }
  roles:
    title: Refused roles
    columns: { role: identity, sessions: count, denied: count, actions: count, addresses: count, first_seen: time, last_seen: time }
  activity:
    title: Refused calls
    columns: { period: time, denied: count }
  summary:
    title: Summary
    columns:
      denied: count
      sessions: count
      actions: count
      addresses: count
      no_refusals: count
      by_services: count
      copies: count
      outside_notebook: count
      outside_by_identity: count
      outside_by_code: count
source: >-
  Queries 2.1 and 2.2 of the AWS notebook "IAM Credential Compromise - Detection",
  https://github.com/aws-samples/jupyter-notebook-for-incident-response (as of November 2026)
*/
WITH attempts AS (
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
WHERE table_rank <= :row_limit
ORDER BY table_name, table_rank
