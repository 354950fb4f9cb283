import { ATTACKER_ARN } from '../generator.js';

/** One question, as it is put to Athena. */
export interface Question {
  readonly name: string;
  readonly sql: string;
}

const WINDOW = (days: { readonly first: string; readonly last: string }) =>
  `date_partition BETWEEN '${days.first}' AND '${days.last}'`;

/** The first is the one that an incident begins with: who is refused. The others are asked when the logs are there. */
export function questionsAbout(days: {
  readonly first: string;
  readonly last: string;
}): readonly [Question, ...Question[]] {
  return [
    {
      name: 'who is refused',
      sql: `SELECT useridentity.arn, count(*), min(eventtime) FROM cloudtrail WHERE ${WINDOW(days)}
        AND regexp_like(errorcode, 'AccessDenied|UnauthorizedOperation') GROUP BY 1 ORDER BY 2 DESC, 1`,
    },
    {
      name: 'what one identity did',
      sql: `SELECT eventtime, eventsource, eventname, sourceipaddress, errorcode FROM cloudtrail WHERE ${WINDOW(days)}
        AND useridentity.arn = '${ATTACKER_ARN}' ORDER BY eventtime DESC, eventid LIMIT 100`,
    },
    {
      name: 'from where',
      sql: `SELECT sourceipaddress, count(*), count(DISTINCT eventname) FROM cloudtrail
        WHERE ${WINDOW(days)} AND useridentity.accesskeyid = 'AKIAIOSFODNN7EXAMPLE' GROUP BY 1 ORDER BY 2 DESC, 1`,
    },
    {
      name: 'which calls, all days',
      sql: 'SELECT eventsource, eventname, count(*), min(eventtime), max(eventtime) FROM cloudtrail GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2',
    },
  ];
}

/** The same in DuckDB's own words. */
export const duckdbSql = ({ sql }: Question): string => sql.replaceAll('regexp_like', 'regexp_matches');

/** How many calls the identity of the second question made in the window, each event once. */
export const countCalls = (days: { readonly first: string; readonly last: string }): string =>
  `SELECT count(DISTINCT eventid) FROM cloudtrail WHERE ${WINDOW(days)} AND useridentity.arn = '${ATTACKER_ARN}'`;
