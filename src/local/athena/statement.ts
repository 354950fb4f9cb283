import { messageOf } from '../../errors.js';
import { type FailureCode, QueryFailure } from './athena-errors.js';
import type { Prepared, Submission } from './executions.js';
import { FUNCTIONS, MACRO_PREFIX } from './functions.js';
import { calledFunctions, checkFunctions, checkGrammar } from './grammar.js';
import { type ParameterValue, readLiteral } from './literals.js';
import type { LogEngine } from './log-engine.js';
import { type CheckedStatement, checkStatement } from './queries.js';
import type { ResultTable } from './results.js';
import { partitionsOf } from './scanned-bytes.js';
import { parseStatement } from './sql-tree.js';
import { type SqlType, VARCHAR } from './sql-types.js';
import type { TableLayout } from './table-layouts.js';
import { mentionSql } from './table-mention.js';
import { editTokens, positionAt, readTokens, type Token } from './tokens.js';
import { markedParameter, parameterMarker, toDuckDb } from './transpile.js';

/** What the one table is called, and how it is made. */
export interface OneTable {
  readonly catalog: string;
  readonly database: string;
  readonly table: string;
  readonly layout: TableLayout;
}

/**
 * Holds a statement against Athena's grammar alone.
 *
 * @throws RequestRefused as StartQueryExecution does.
 */
export function checkReadable(sql: string): void {
  checkGrammar(sql, readTokens(sql));
  parseStatement(sql);
}

/**
 * Makes a statement ready to run: checks names, types and parameters as Athena does, weighs what it reads, moves it to DuckDB.
 *
 * @throws QueryFailure with Athena's reason.
 */
export function prepareStatement(
  submission: Submission,
  one: OneTable,
  engine: Pick<LogEngine, 'bytesOf' | 'query'>,
): Prepared {
  const { sql } = submission;
  const tokens = readTokens(sql).filter(({ type }) => type !== 'SEMICOLON');
  const values = readParameters(submission.parameters, tokens);
  checkFunctions(sql, tokens);
  const edited = editTokens(sql, tokens, duckdbWords(tokens));
  const tree = parseStatement(edited.sql);
  const checked = checkStatement(tree, {
    layout: one.layout,
    names: { ...one, context: { catalog: submission.catalog, database: submission.database } },
    textType: (text) => typeOfValue(valueBehind(text, values)),
    positionAt: (offset) => positionAt(sql, edited.originalOffset(offset)),
  });
  const mention = mentionSql(one.layout, checked.areStructsWhole);
  const duckdbSql = toDuckDb(tree, new Set(checked.scans.map(({ table }) => table)), mention);
  return {
    scannedBytes: scannedBytes(checked, one.layout, values, engine),
    scans: checked.scans.length,
    run: async (signal) => withNames(await run(engine, duckdbSql, values, signal), checked),
  };
}

function readParameters(parameters: readonly string[], tokens: readonly Token[]): ParameterValue[] {
  const expected = tokens.filter(({ type }) => type === 'PARAMETER').length;
  if (parameters.length !== expected) {
    const problem = `Incorrect number of parameters: expected ${expected} but found ${parameters.length}`;
    throw new QueryFailure('INVALID_PARAMETER_USAGE', problem);
  }
  return parameters.map((parameter) => {
    const value = readLiteral(parameter);
    if (value !== undefined) return value;
    // Athena takes the text for an expression. Of a bare word it says that there is no such column; the rest it cannot read.
    if (/^[a-z_]\w*$/i.test(parameter)) {
      throw new QueryFailure(
        'COLUMN_NOT_FOUND',
        `line 1:1: Column '${parameter}' cannot be resolved or requester is not authorized to access requested resources`,
      );
    }
    throw new QueryFailure(
      'SYNTAX_ERROR',
      `line 1:1: an execution parameter has to be a SQL literal, such as 'text' or 42: ${parameter}`,
    );
  });
}

/** Words to replace before the statement is moved: parameters, and functions that DuckDB has under another name. */
function duckdbWords(tokens: readonly Token[]): (token: Token) => string | undefined {
  const calls = new Set(calledFunctions(tokens));
  let parameters = 0;
  return (token) => {
    if (token.type === 'PARAMETER') return `'${parameterMarker(parameters++)}'`;
    const name = token.text.toLowerCase();
    return calls.has(token) && FUNCTIONS.get(name)?.macro ? `${MACRO_PREFIX}${name}` : undefined;
  };
}

/** What a text in quotes stands for: a parameter, or itself. */
function valueBehind(text: string, values: readonly ParameterValue[]): ParameterValue {
  const index = markedParameter(text);
  return index === undefined ? text : (values[index] ?? text);
}

const typeOfValue = (value: ParameterValue): SqlType =>
  typeof value === 'string' ? VARCHAR : { name: typeof value === 'bigint' ? 'integer' : 'double' };

function scannedBytes(
  { scans }: CheckedStatement,
  layout: TableLayout,
  values: readonly ParameterValue[],
  engine: Pick<LogEngine, 'bytesOf'>,
): number {
  const textOfLiteral = (text: string) => {
    const value = valueBehind(text, values);
    return typeof value === 'string' ? value : undefined;
  };
  return scans.reduce((sum, scan) => sum + engine.bytesOf(partitionsOf(scan, { layout, textOfLiteral })), 0);
}

/** DuckDB names a column without an alias by its expression, Athena `_col0`. */
function withNames(result: ResultTable, { columns }: CheckedStatement): ResultTable {
  return {
    ...result,
    columns: result.columns.map((column, index) => ({ ...column, name: columns[index]?.name ?? column.name })),
  };
}

async function run(
  engine: Pick<LogEngine, 'query'>,
  sql: string,
  values: readonly ParameterValue[],
  signal: AbortSignal,
): Promise<ResultTable> {
  try {
    return await engine.query(sql, values, signal);
  } catch (cause) {
    signal.throwIfAborted();
    throw failureFrom(messageOf(cause).replace(/^Error: /, ''));
  }
}

/** DuckDB's refusals of what Athena refuses too. */
const DUCKDB_ERRORS: readonly (readonly [pattern: RegExp, code: FailureCode])[] = [
  [/clause cannot contain|cannot contain aggregates|cannot be nested/i, 'EXPRESSION_NOT_SCALAR'],
  [/GROUPING/, 'EXPRESSION_NOT_AGGREGATE'],
  [/Conversion Error|Invalid Input Error/, 'INVALID_CAST_ARGUMENT'],
  [/No function matches|No macro|Function with name/, 'FUNCTION_NOT_FOUND'],
  [/Cannot (mix|compare|combine)|Binder Error.*type/i, 'TYPE_MISMATCH'],
];

function failureFrom(message: string): QueryFailure {
  const [, column] = /column "([^"]+)" must appear in the GROUP BY clause/.exec(message) ?? [];
  if (column) {
    const problem = `'${column}' must be an aggregate expression or appear in GROUP BY clause`;
    return new QueryFailure('EXPRESSION_NOT_AGGREGATE', problem);
  }
  const [, code = 'GENERIC_INTERNAL_ERROR'] = DUCKDB_ERRORS.find(([pattern]) => pattern.test(message)) ?? [];
  return new QueryFailure(code, message.split('\n')[0] ?? message);
}
