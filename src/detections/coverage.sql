/*
title: What the logs hold
asks: Which regions, accounts and kinds of events do the logs hold, and how fresh are they?
sentence: "{summary.total:event|events} of {summary.accounts:account|accounts} in {summary.regions:region|regions}; the newest is of {summary.first:newest}."
notes:
  - "{summary.data_events} of them are data events, such as reading an object of S3."
tables:
  regions:
    title: Events by region
    columns: { awsregion: region, total: count, data_events: count, newest: time }
  accounts:
    title: Events by account
    columns: { recipientaccountid: text, total: count, data_events: count, newest: time }
  activity:
    title: Events
    columns: { period: time, total: count }
  summary:
    title: Summary
    columns: { total: count, accounts: count, regions: count, data_events: count, newest: time }
source: >-
  Delivery and kinds of events,
  https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html (as of November 2026)
*/
WITH grouped AS (
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
WHERE table_rank <= :row_limit
ORDER BY table_name, table_rank
