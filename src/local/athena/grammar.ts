import { QueryFailure, RequestRefused, UnreadableStatement } from './athena-errors.js';
import { FUNCTIONS } from './functions.js';
import { positionAt, type Token } from './tokens.js';

/** Words of other dialects that the SDK reads and Athena does not, in the place of an operator or clause. */
const FOREIGN_WORDS: ReadonlySet<string> = new Set([
  ...[
    'ILIKE',
    'RLIKE',
    'REGEXP',
    'GLOB',
    'SIMILAR',
    'QUALIFY',
    'PIVOT',
    'UNPIVOT',
    'ASOF',
    'SEMI',
    'ANTI',
    'EXCLUDE',
    'TOP',
  ],
]);
const FOREIGN_SIGNS: ReadonlySet<string> = new Set([
  '::',
  '==',
  '->>',
  '#>',
  '#>>',
  '~',
  '~*',
  '!~',
  '&&',
  '@>',
  '<@',
  ':',
  '{',
  '}',
  '<=>',
  '^',
  '`',
]);

/** Words before a parenthesis that is not a call's. */
const NO_FUNCTIONS: ReadonlySet<string> = new Set(
  (
    'all and any array as between by case cast char cube current_date current_timestamp date decimal distinct else except exists ' +
    'extract filter from group having in intersect interval is join lateral like map not on or order over partition position ' +
    'rollup row select sets some then time timestamp try_cast union unnest using values varchar when where with limit offset within bernoulli system'
  ).split(' '),
);

/** Tokens that are words: names, quoted or not, and keywords. */
const isWord = ({ text, type }: Token): boolean =>
  type === 'QUOTED_IDENTIFIER' || (type !== 'STRING' && /^[a-z_]\w*$/i.test(text));

/**
 * Holds a statement against Athena's grammar where the SDK's parser takes more.
 *
 * @throws RequestRefused as StartQueryExecution does.
 */
export function checkGrammar(sql: string, tokens: readonly Token[]): void {
  const mismatch = (token: Token) =>
    new UnreadableStatement(positionAt(sql, token.start), `mismatched input '${token.text}'`);
  const characters = [...sql];
  checkKind(tokens);
  tokens.forEach((token, index) => {
    const before = tokens[index - 1];
    if (token.type === 'QUOTED_IDENTIFIER' && characters[token.start] === '`') {
      throw new UnreadableStatement(
        positionAt(sql, token.start),
        'backquoted identifiers are not supported; use double quotes to quote identifiers',
      );
    }
    if (['ESCAPE_STRING', 'DOLLAR_STRING'].includes(token.type)) throw mismatch(token);
    if (token.type === 'STRING' || token.type === 'QUOTED_IDENTIFIER') return;
    if (FOREIGN_SIGNS.has(token.text)) throw mismatch(token);
    if (FOREIGN_WORDS.has(token.text.toUpperCase()) && before && !['DOT', 'AS', 'COMMA'].includes(before.type))
      throw mismatch(token);
    if (token.type === 'ON' && before?.type === 'DISTINCT') throw mismatch(token);
    if (token.type === 'ALL' && before?.text.toUpperCase() === 'BY') throw mismatch(token);
    if (token.type === 'OFFSET' && tokens[index - 2]?.type === 'LIMIT') throw mismatch(token);
    if (before?.type === 'COMMA' && /^(from|where|group|order|having|limit|\))$/i.test(token.text))
      throw mismatch(token);
    if (token.type === 'L_BRACKET' && !canBeIndexed(before)) throw mismatch(token);
  });
}

/** A bracket follows what is indexed, or `ARRAY`; on its own it is a list in other dialects. */
const canBeIndexed = (before: Token | undefined): boolean =>
  before !== undefined &&
  (['R_PAREN', 'R_BRACKET', 'ARRAY'].includes(before.type) || (isWord(before) && !isClause(before)));
const isClause = ({ text }: Token): boolean =>
  /^(select|where|and|or|not|in|by|when|then|else|on|having|from|between|like)$/i.test(text);

function checkKind(tokens: readonly Token[]): void {
  const [first] = tokens.filter(({ type }) => type !== 'L_PAREN');
  const end = tokens.findIndex(({ type }) => type === 'SEMICOLON');
  if (end >= 0 && tokens.slice(end).some(({ type }) => type !== 'SEMICOLON')) {
    throw new RequestRefused('InvalidRequestException', 'Only one sql statement is allowed.', 'MALFORMED_QUERY');
  }
  if (!first || !/^(select|with|values)$/i.test(first.text)) {
    throw new RequestRefused('InvalidRequestException', 'Queries of this type are not supported', 'NOT_SUPPORTED');
  }
}

/** The calls of functions in a statement: the tokens of their names. */
export function calledFunctions(tokens: readonly Token[]): Token[] {
  return tokens.filter((token, index) => {
    const before = tokens[index - 1];
    if (tokens[index + 1]?.type !== 'L_PAREN' || !isWord(token)) return false;
    if (NO_FUNCTIONS.has(token.text.toLowerCase()))
      return token.text.toLowerCase() === 'date' && tokens[index + 2]?.type !== 'STRING';
    // `AS u(r)`, `UNNEST(…) u(r)` and `WITH e(arn) AS (…)` name columns.
    if (before && (['AS', 'WITH', 'R_PAREN', 'RECURSIVE'].includes(before.type) || before.type === 'VAR')) return false;
    return !isNamedQuery(tokens, index + 1);
  });
}

/** Whether the parenthesis that opens at an index closes before `AS (`. */
function isNamedQuery(tokens: readonly Token[], open: number): boolean {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    const type = tokens[index]?.type;
    if (type === 'L_PAREN') depth++;
    if (type === 'R_PAREN' && --depth === 0)
      return tokens[index + 1]?.type === 'AS' && tokens[index + 2]?.type === 'L_PAREN';
  }
  return false;
}

/** @throws QueryFailure for a function that Athena does not have, or the stand-in does not model. */
export function checkFunctions(sql: string, tokens: readonly Token[]): void {
  for (const token of calledFunctions(tokens)) {
    if (!FUNCTIONS.has(token.text.toLowerCase())) {
      throw new QueryFailure(
        'FUNCTION_NOT_FOUND',
        `Function '${token.text.toLowerCase()}' not registered`,
        positionAt(sql, token.start),
      );
    }
  }
}
