/** Something in which the stand-in differs from Athena. */
export interface Difference {
  readonly what: string;
  /** A statement that Athena runs and the stand-in refuses, so that the difference is loud. */
  readonly refused?: string;
}

/** What the local Athena does not do. Refused rather than answered wrongly, wherever a statement can tell. */
export const NOT_MODELLED: readonly Difference[] = [
  { what: 'statements other than queries: CREATE, INSERT, UNLOAD, SHOW, …', refused: 'SHOW TABLES' },
  { what: 'prepared statements', refused: "EXECUTE mine USING 'x'" },
  { what: 'WITH RECURSIVE', refused: 'WITH RECURSIVE n(i) AS (SELECT 1) SELECT i FROM n' },
  { what: 'TABLESAMPLE', refused: 'SELECT eventname FROM cloudtrail TABLESAMPLE BERNOULLI (10)' },
  {
    what: 'UNNEST of rows and maps',
    refused: 'SELECT r.arn FROM cloudtrail CROSS JOIN UNNEST(resources) AS r(arn, accountid, type)',
  },
  {
    what: 'functions beyond those in functions.ts',
    refused: "SELECT levenshtein_distance('a', eventname) FROM cloudtrail",
  },
  { what: 'information_schema', refused: 'SELECT table_name FROM information_schema.tables' },
  {
    what: 'IP addresses',
    refused: "SELECT contains('192.0.2.0/24', CAST(sourceipaddress AS ipaddress)) FROM cloudtrail",
  },
  { what: 'fields of rows by number', refused: 'SELECT useridentity[1] FROM cloudtrail' },
  { what: 'the pseudo-column "$path"', refused: 'SELECT "$path" FROM cloudtrail' },
  { what: 'date_add of a date gives midnight as a timestamp, not a date' },
  { what: 'regular expressions are RE2, without look-around and back references' },
  { what: 'approx_distinct estimates with another error' },
  { what: 'results stay in memory; no file appears at the output location, and no result is reused' },
  { what: 'call rate and concurrency quotas, unless failNext plays them' },
  { what: 'only comparisons of partition keys with texts and parameters lessen the scanned bytes, not computed dates' },
  { what: 'conditions on partition keys outside the query that mentions the table do not lessen the scanned bytes' },
  {
    what: 'every layout serves all the logs, whatever account and region its location names, and as if each partition had been added',
  },
  { what: 'a key that a map does not have gives NULL, not an error' },
  { what: 'where webidfederationdata is a map of texts, the attributes in it are JSON' },
  { what: 'records of a day after today are not hidden by the end of the partition projection' },
];
