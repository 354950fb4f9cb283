/*
title: What it did
asks: What did the suspect do, where from, with which keys, and what came out?
sentence: "{subject} made {summary.total:call|calls} with {summary.keys:key|keys} from {summary.addresses:address|addresses} to {summary.services:service|services}; {summary.refused:was|were} refused."
about: subject
notes:
  - "{summary.copies:copy|copies} of events that were delivered more than once set aside."
tables:
  services:
    title: Services used
    columns: { eventsource: service, total: count, refused: count, failed: count, first_seen: time, last_seen: time }
  actions:
    title: Actions tried
    columns: { eventname: action, total: count, refused: count, failed: count, first_seen: time, last_seen: time }
  timeline:
    title: Timeline
    columns: { eventtime: time, eventsource: service, eventname: action, awsregion: region, total: count, refused: count, failed: count }
  events:
    title: Latest events
    columns:
      eventtime: time
      actor: identity
      eventsource: service
      eventname: action
      awsregion: region
      sourceipaddress: ip
      accesskeyid: key
      code: text
      useragent: agent
      total: count
  sources:
    title: Addresses and user agents
    columns: { sourceipaddress: ip, useragent: agent, total: count, refused: count, failed: count, first_seen: time, last_seen: time }
  keys:
    title: Access keys
    columns: { accesskeyid: key, total: count, refused: count, addresses: count, first_seen: time, last_seen: time }
  errors:
    title: Errors
    columns: { code: text, meaning: text, total: count, actions: count, first_seen: time, last_seen: time }
  callers:
    title: Identities behind it
    columns: { actor: identity, actor_type: text, total: count, refused: count, keys: count, addresses: count, first_seen: time, last_seen: time }
  activity:
    title: Calls
    columns: { period: time, total: count, refused: count }
  summary:
    title: Summary
    columns:
      total: count
      refused: count
      failed: count
      callers: count
      keys: count
      addresses: count
      services: count
      actions: count
      copies: count
      first_seen: time
      last_seen: time
source: >-
  Queries 2.3 to 2.6 of the AWS notebook "IAM Credential Compromise - Detection",
  https://github.com/aws-samples/jupyter-notebook-for-incident-response (as of November 2026)
*/
WITH calls AS (
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
WHERE table_rank <= :row_limit
ORDER BY table_name, table_rank
