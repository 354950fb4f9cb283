import type { Scalar } from './sql-types.js';

/** What a function returns: a type, that of its first or last argument, an array of the first, or one item of that array. */
export type Returns = Scalar | 'argument' | 'last argument' | 'array of argument' | 'item' | 'unknown';

/** What a first argument has to be; `json` is JSON or text that holds it, `items` an array or a map. */
export type Takes = 'varchar' | 'number' | 'json' | 'items';

/** A function of Athena that the stand-in knows. */
export interface KnownFunction {
  readonly returns: Returns;
  /** What the first argument has to be, where DuckDB would take more. */
  readonly takes?: Takes;
  /** The body of a DuckDB macro, where neither DuckDB nor the transpiler has the function as Trino does. */
  readonly macro?: string;
}

const fn = (returns: Returns, takes?: Takes): KnownFunction => (takes ? { returns, takes } : { returns });
const own = (returns: Returns, parameters: string, body: string, takes?: Takes): KnownFunction => ({
  ...fn(returns, takes),
  macro: `(${parameters}) AS ${body}`,
});
/** A function of two to ten arguments that is NULL when one of them is. */
const ofMany = (returns: Returns, body: (names: readonly string[]) => string): KnownFunction => {
  const counts = [2, 3, 4, 5, 6, 7, 8, 9, 10].map((count) => [...'abcdefghij'].slice(0, count));
  return { returns, macro: counts.map((names) => `(${names.join(', ')}) AS ${body(names)}`).join(', ') };
};
const unlessNull = (call: string) => (names: readonly string[]) =>
  `CASE WHEN ${names.map((name) => `${name} IS NOT NULL`).join(' AND ')} THEN ${call}(${names.join(', ')}) END`;

/** A date format of Trino, which are MySQL's, as one of DuckDB. */
const FORMAT = `replace(replace(replace(replace(f, '%i', '%M'), '%s', '%S'), '%T', '%H:%M:%S'), '%e', '%-d')`;
const IN_UNITS = `CASE lower(u) WHEN 'millisecond' THEN to_milliseconds(n) WHEN 'second' THEN to_seconds(n)
  WHEN 'minute' THEN to_minutes(n) WHEN 'hour' THEN to_hours(n) WHEN 'day' THEN to_days(n::INTEGER) WHEN 'week' THEN to_days((7 * n)::INTEGER)
  WHEN 'month' THEN to_months(n::INTEGER) WHEN 'quarter' THEN to_months((3 * n)::INTEGER) WHEN 'year' THEN to_years(n::INTEGER)
  ELSE error('''' || u || ''' is not a valid Timestamp field') END`;
/** A path of Trino, which may have `["name"]` for `.name`, as one of DuckDB. */
const PATH = String.raw`regexp_replace(p, '\["([^"]*)"\]', '."\1"', 'g')`;
const SCALAR_JSON = `CASE WHEN json_valid(j) THEN
  CASE WHEN json_type(j, ${PATH}) IN ('OBJECT', 'ARRAY', 'NULL') THEN NULL ELSE json_extract_string(j, ${PATH}) END END`;
/** Nothing starts at 0, or further from the end than the text is long. */
const NO_SUBSTRING = 'CASE WHEN i = 0 OR (i < 0 AND -i > length(s)) THEN left(s, 0)';

/**
 * The functions of Athena's engine that may be called here; any other is refused as Athena refuses one that it does not have.
 * https://trino.io/docs/current/functions.html (as of November 2026)
 */
export const FUNCTIONS: ReadonlyMap<string, KnownFunction> = new Map(
  Object.entries({
    // Aggregates
    count: fn('bigint'),
    count_if: fn('bigint'),
    sum: fn('argument', 'number'),
    avg: fn('double', 'number'),
    min: fn('argument'),
    max: fn('argument'),
    min_by: fn('argument'),
    max_by: fn('argument'),
    arbitrary: fn('argument'),
    any_value: fn('argument'),
    array_agg: fn('array of argument'),
    bool_and: fn('boolean'),
    bool_or: fn('boolean'),
    every: own('boolean', 'b', 'bool_and(b)'),
    approx_distinct: fn('bigint'),
    grouping: fn('integer'),
    // Window functions
    row_number: fn('bigint'),
    rank: fn('bigint'),
    dense_rank: fn('bigint'),
    percent_rank: fn('double'),
    ntile: fn('bigint'),
    lag: fn('argument'),
    lead: fn('argument'),
    first_value: fn('argument'),
    last_value: fn('argument'),
    nth_value: fn('argument'),
    // Conditions
    coalesce: fn('argument'),
    nullif: fn('argument'),
    if: fn('unknown'),
    try: fn('argument'),
    typeof: fn('varchar'),
    // Text
    lower: fn('varchar', 'varchar'),
    upper: fn('varchar', 'varchar'),
    length: fn('bigint', 'varchar'),
    trim: fn('varchar', 'varchar'),
    ltrim: fn('varchar', 'varchar'),
    rtrim: fn('varchar', 'varchar'),
    substr: own(
      'varchar',
      's, i',
      `${NO_SUBSTRING} ELSE substr(s, i) END, (s, i, n) AS ${NO_SUBSTRING} ELSE substr(s, i, n) END`,
      'varchar',
    ),
    substring: fn('varchar', 'varchar'),
    replace: fn('varchar', 'varchar'),
    reverse: fn('varchar', 'varchar'),
    strpos: fn('bigint', 'varchar'),
    starts_with: fn('boolean', 'varchar'),
    split_part: own('varchar', 's, d, i', `list_extract(string_split(s, d), i)`, 'varchar'),
    split: own('array of argument', 's, d', 'string_split(s, d)', 'varchar'),
    concat: ofMany('argument', (names) => names.join(' || ')),
    concat_ws: fn('varchar', 'varchar'),
    lpad: fn('varchar', 'varchar'),
    rpad: fn('varchar', 'varchar'),
    chr: fn('varchar', 'number'),
    regexp_like: fn('boolean', 'varchar'),
    regexp_replace: fn('varchar', 'varchar'),
    regexp_extract: fn('varchar', 'varchar'),
    to_utf8: own('unknown', 's', 'encode(s)', 'varchar'),
    md5: own('unknown', 'b', 'unhex(md5(b))'),
    to_hex: own('varchar', 'b', 'hex(b)'),
    // JSON
    json_extract_scalar: own('varchar', 'j, p', SCALAR_JSON, 'json'),
    json_extract: own('json', 'j, p', `CASE WHEN json_valid(j) THEN json_extract(j, ${PATH}) END`, 'json'),
    json_parse: own('json', 'j', 'CAST(j AS JSON)', 'varchar'),
    json_format: own('varchar', 'j', 'CAST(to_json(j) AS VARCHAR)'),
    json_array_length: own(
      'bigint',
      'j',
      `CASE WHEN json_valid(j) AND json_type(j) = 'ARRAY' THEN json_array_length(j)::BIGINT END`,
    ),
    // Arrays and maps
    cardinality: own('bigint', 'c', 'CAST(len(c) AS BIGINT)'),
    contains: own('boolean', 'a, x', 'list_contains(a, x)'),
    element_at: own('item', 'c, k', 'c[k]', 'items'),
    array_join: own('varchar', 'a, d', "list_aggregate(a, 'string_agg', d)"),
    array_distinct: own('argument', 'a', 'list_distinct(a)'),
    array_sort: own('argument', 'a', 'list_sort(a)'),
    // Times
    from_iso8601_timestamp: own('timestamp with time zone', 's', 'CAST(s AS TIMESTAMPTZ)', 'varchar'),
    from_iso8601_date: own('date', 's', 'CAST(s AS DATE)', 'varchar'),
    date_trunc: own('last argument', 'u, t', 'date_trunc(u, t)'),
    date_format: own('varchar', 't, f', `strftime(t, ${FORMAT})`),
    date_parse: fn('timestamp', 'varchar'),
    date_add: own('last argument', 'u, n, t', `t + ${IN_UNITS}`),
    date_diff: own('bigint', 'u, a, b', 'date_sub(u, a, b)'),
    to_iso8601: own('varchar', 't', `strftime(t, '%Y-%m-%dT%H:%M:%S.%gZ')`),
    to_unixtime: own('double', 't', 'epoch(t)'),
    from_unixtime: own('timestamp with time zone', 'n', 'to_timestamp(n)', 'number'),
    date: own('date', 't', 'CAST(t AS DATE)'),
    now: fn('timestamp with time zone'),
    current_date: fn('date'),
    current_timestamp: fn('timestamp with time zone'),
    year: fn('bigint'),
    month: fn('bigint'),
    day: fn('bigint'),
    hour: fn('bigint'),
    minute: fn('bigint'),
    second: fn('bigint'),
    day_of_week: own('bigint', 't', 'isodow(t)'),
    // Numbers
    abs: fn('argument', 'number'),
    round: fn('argument', 'number'),
    floor: fn('argument', 'number'),
    ceil: fn('argument', 'number'),
    ceiling: fn('argument', 'number'),
    mod: fn('argument', 'number'),
    greatest: ofMany('argument', unlessNull('greatest')),
    least: ofMany('argument', unlessNull('least')),
  } satisfies Record<string, KnownFunction>),
);

/** Before a function's name where the stand-in has a macro of its own for it. */
export const MACRO_PREFIX = 'trino_';

/** The macros, to be made once in DuckDB. */
export const DIALECT_MACROS: readonly string[] = [...FUNCTIONS].flatMap(([name, { macro }]) =>
  macro ? [`CREATE MACRO ${MACRO_PREFIX}${name}${macro}`] : [],
);
