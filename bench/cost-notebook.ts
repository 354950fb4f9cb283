import { stringLiteral } from '../src/athena/literal.js';

const TABLE = '"security_analysis"."cloudtrail"';
const FAILURES = `FROM ${TABLE}
WHERE errorcode IN ('Client.UnauthorizedOperation', 'Client.InvalidPermission.NotFound', 'Client.OperationNotPermitted', 'AccessDenied')
AND useridentity.arn LIKE '%iam%'`;

/**
 * What the notebook asks before it knows whom to ask about, without a bound in time: the last ten failures (2.1), and how many
 * each identity has (2.2), the most first. https://github.com/aws-samples/jupyter-notebook-for-incident-response (as of November 2026)
 */
export const FAILURE_QUERIES = {
  latest: `SELECT * ${FAILURES} ORDER BY eventtime DESC LIMIT 10`,
  byIdentity: `SELECT useridentity.arn, count(*) AS total ${FAILURES} GROUP BY useridentity.arn ORDER BY total DESC`,
} as const;

/** What the notebook asks about one ARN, without a bound in time: some events (2.3), services (2.4), actions (2.5), all by time (2.6). */
export function suspectQueries(arn: string): readonly string[] {
  const suspect = `FROM ${TABLE} WHERE useridentity.arn = ${stringLiteral(arn)}`;
  return [
    `SELECT * ${suspect} LIMIT 5`,
    `SELECT eventsource, count(*) AS total ${suspect} GROUP BY eventsource ORDER BY total DESC`,
    `SELECT eventname, count(*) AS total ${suspect} GROUP BY eventname ORDER BY total DESC`,
    `SELECT eventtime, eventsource, eventname, awsregion, count(*) AS total ${suspect}
     GROUP BY eventname, eventsource, eventtime, awsregion ORDER BY eventtime DESC`,
  ];
}
