/**
 * What a column holds. It decides alignment, shortening and which buttons a row offers: an `identity` can be made the suspect.
 */
export const COLUMN_KINDS = [
  'identity',
  'time',
  'count',
  'service',
  'action',
  'region',
  'ip',
  'key',
  'agent',
  'text',
] as const;
export type ColumnKind = (typeof COLUMN_KINDS)[number];

export interface Column {
  /** As the SQL returns it: lower case. */
  readonly name: string;
  readonly kind: ColumnKind;
}

/**
 * One question to CloudTrail: a file `detections/<id>.sql`, its form in the leading comment.
 *
 * The SQL is in Athena's dialect over `events`, the deployed table under CloudTrail's own column names, already bounded to the
 * window. Beside `columns`, in their order, it returns `table_rows` (rows before its LIMIT) and `table_calls` (calls behind them),
 * the same number in every row.
 */
export interface Detection {
  /** The file's name, and the word after `/ir`. */
  readonly id: string;
  readonly title: string;
  readonly asks: string;
  /** The sentence above the table; see `sentence.ts` for its placeholders. */
  readonly sentence: string;
  readonly columns: readonly Column[];
  /** The parameters that the SQL names (`:suspect`), in the order in which it names them; one may come more than once. */
  readonly parameters: readonly Parameter[];
  readonly source: string;
  /** The statement with `?` where a parameter was named. */
  readonly sql: string;
}

/** `suspect`: the ARN of the identity that is asked about. */
export const PARAMETERS = ['suspect'] as const;
export type Parameter = (typeof PARAMETERS)[number];

/** One column's value in one row, as Athena gives it: text, or NULL. */
export type Value = string | null;
