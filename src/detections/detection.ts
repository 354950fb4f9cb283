import type { Parameter } from './parameter.js';

/**
 * What a column holds. It decides alignment, shortening and which buttons a row offers: an `identity` can be made the suspect; a
 * `key`, an `ip` and an `agent` can be asked about.
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

/** One table of an answer. */
export interface Table {
  /** As the SQL's `table_name` has it; for a built-in question also the word after `/ir` that shows it. */
  readonly name: string;
  readonly title: string;
  readonly columns: readonly Column[];
}

/** The table of one row whose numbers sentences and notes speak of; it is not shown as a table. */
export const SUMMARY = 'summary';
/** The table of `period` and counts that is drawn as a picture; it is not shown as a table. */
export const ACTIVITY = 'activity';

/**
 * One question to CloudTrail: a file `<id>.sql`, its form in the leading comment. One statement, one scan, one or several tables.
 *
 * The SQL is in Athena's dialect over `events`, the deployed table under CloudTrail's own column names and some derived ones
 * (`event-columns.ts`), already bounded to the window and, for a question about a subject, to that. It returns the columns that
 * its tables declare; with several tables, `table_name` says which one a row belongs to. `table_rows` (rows before a LIMIT) and
 * `table_calls` (calls behind them), the same in every row of a table, are counted from the rows where the SQL leaves them out.
 */
export interface Detection {
  /** The file's name, and the word after `/ir`. */
  readonly id: string;
  readonly title: string;
  readonly asks: string;
  /** The sentence above the table; see `sentence.ts` for its placeholders. */
  readonly sentence: string;
  /** What is said below the tables; a note whose first number is 0 is left out. */
  readonly notes: readonly string[];
  /** Whether `events` holds only what one subject did: an identity, a role, an access key, an address or a user agent. */
  readonly isAboutSubject: boolean;
  readonly parameters: readonly Parameter[];
  /** In the order of the answer. */
  readonly tables: readonly Table[];
  /** Whether the SQL says which table a row belongs to; where it does not, there is only one. */
  readonly namesTables: boolean;
  readonly source: string;
  /** The statement with `?` where a parameter was named. */
  readonly sql: string;
  /** The parameters behind the `?`, in order; `row_limit` is the bot's own. */
  readonly placeholders: readonly string[];
}

/** The parameter that says how many rows of each table are wanted; an SQL that names it need not declare it. */
export const ROW_LIMIT = 'row_limit';

/** The tables of a question that are shown as such. */
export const shownTables = ({ tables }: Pick<Detection, 'tables'>): readonly Table[] =>
  tables.filter(({ name }) => name !== SUMMARY && name !== ACTIVITY);

/** Whether a question found anything: a summary of nothing is a row, too. */
export const isEmpty = (detection: Detection, found: readonly TableRows[]): boolean =>
  shownTables(detection).every(({ name }) => !found.some((table) => table.name === name && table.rows.length > 0));

/** One column's value in one row, as Athena gives it: text, or NULL. */
export type Value = string | null;

/** The rows of one table, in the order of its columns. */
export interface TableRows {
  readonly name: string;
  readonly rows: readonly (readonly Value[])[];
  /** Rows that the table has, of which `rows` are the first. */
  readonly totalRows: number;
  /** Calls behind all the rows. */
  readonly totalCalls: number;
  /** Whether reading ended before the rows did, and the SQL does not say how many there are: the totals count what was read. */
  readonly isCutOff?: boolean | undefined;
}
