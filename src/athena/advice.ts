/** What an advice can name: the configuration that the query ran with. */
export interface AdviceContext {
  readonly database: string;
  readonly table: string;
  readonly workgroup: string;
}

/**
 * Athena's reasons, told apart by their words, since neither its error types nor its exceptions tell them apart. The first that
 * fits wins, so the more special stand above.
 * https://docs.aws.amazon.com/athena/latest/ug/troubleshooting-athena.html has many of them (as of November 2026).
 */
const ADVICE: readonly (readonly [reason: RegExp, advice: (at: AdviceContext, reason: RegExpExecArray) => string])[] = [
  [
    /not authorized to perform:? ([a-z0-9-]+:\w+)/i,
    (_, [, action]) => `The role of the bot needs the permission ${action}.`,
  ],
  [
    /no output location|output bucket|create the query results|results? location .*(?:not|invalid)/i,
    ({ workgroup }) =>
      `Give the workgroup "${workgroup}" a results location, or set IR_ATHENA_OUTPUT to an s3:// location that exists in this region.`,
  ],
  [
    /work ?group .*(?:not found|disabled|does not exist)/i,
    ({ workgroup }) => `Check IR_ATHENA_WORKGROUP: "${workgroup}" has to exist in this region and to be enabled.`,
  ],
  [
    /(?:TABLE|SCHEMA|DATABASE|CATALOG)_NOT_FOUND|(?:table|schema|database|catalog)\b.*(?:does not exist|not found)|EntityNotFoundException/i,
    ({ database, table }) =>
      `Is ${database}.${table} the CloudTrail table? Check IR_ATHENA_DATABASE and IR_ATHENA_TABLE (and IR_ATHENA_CATALOG, when it is set).`,
  ],
  [
    /COLUMN_NOT_FOUND|column .*cannot be resolved/i,
    ({ database, table }) =>
      `${database}.${table} lacks a column that its definition had a few minutes ago, or Lake Formation hides it from the bot. Ask again in ten minutes, or check IR_ATHENA_TABLE.`,
  ],
  [
    /lake ?formation/i,
    ({ database, table }) =>
      `The role of the bot needs lakeformation:GetDataAccess, and SELECT on ${database}.${table} in Lake Formation.`,
  ],
  [
    /kms/i,
    () =>
      "The role of the bot needs kms:Decrypt on the key of the log bucket, and kms:GenerateDataKey on that of the results'.",
  ],
  [
    /(?:denied|permission|\b403\b|forbidden).*(?:writ|output)|(?:writ|output).*(?:denied|permission)/i,
    () => 'The role of the bot needs s3:PutObject and s3:GetBucketLocation on the results location.',
  ],
  [
    /(?:denied|permission|\b403\b|forbidden).*\bs3\b|(?:\bs3\b|HIVE_CANNOT_OPEN_SPLIT).*(?:denied|permission|\b403\b|forbidden)/i,
    () => 'The role of the bot needs s3:GetObject and s3:ListBucket on the bucket that holds the logs.',
  ],
  [
    /glue|access ?denied|permission/i,
    ({ database, table }) =>
      `The role of the bot needs glue:GetDatabase, glue:GetTable and glue:GetPartitions on ${database}.${table}, and Athena's actions on its workgroup.`,
  ],
  [
    /bytes scanned limit/i,
    ({ workgroup }) => `Ask for a shorter window, or raise the limit of bytes a query of the workgroup "${workgroup}".`,
  ],
  [
    /exhausted resources|EXCEEDED_(?:\w+_)?MEMORY|resource limit|timeout|timed out|EXCEEDED_TIME_LIMIT/i,
    () => 'Ask for a shorter window.',
  ],
  [/cancelled by user/i, () => 'Somebody stopped it. Ask again.'],
  [
    /too ?many ?requests|CONCURRENT_QUERY_LIMIT|throttl|rate exceeded|SlowDown/i,
    () => 'Athena has too much to do in this account. Ask again in a minute.',
  ],
  [
    /security token|ExpiredToken|UnrecognizedClient|InvalidSignature|signature/i,
    () => "Athena does not take the bot's AWS credentials. Renew them, and check AWS_REGION.",
  ],
];

/** A reason may quote a log file: what stands behind is not searched. */
const MAX_REASON_CHARACTERS = 2000;

/**
 * What a person can do about a query that gave no answer.
 *
 * @param reason Athena's own words, with the name of the exception when there is one. May hold log data.
 * @param isRetryable whether Athena said that asking again may help.
 */
export function adviceFor(reason: string, context: AdviceContext, isRetryable: boolean): string {
  for (const [pattern, advice] of ADVICE) {
    const match = pattern.exec(reason.slice(0, MAX_REASON_CHARACTERS));
    if (match) return advice(context, match);
  }
  return isRetryable
    ? 'Athena says that asking again may help.'
    : 'Ask again once; if it ends the same way, show this to whoever runs the bot.';
}
