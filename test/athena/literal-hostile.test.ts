import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stringLiteral } from '../../src/athena/literal.js';
import { type Statement, statementOf } from '../../src/athena/statement.js';
import { PARAMETER_TYPES, readParameter } from '../../src/detections/parameter.js';
import { SUBJECT_KINDS, type Subject } from '../../src/detections/subject.js';
import { UserFacingError } from '../../src/errors.js';
import { type Talk, talkTo } from '../local/athena/local-athena.js';
import { type TrinoGrammar, trinoGrammar } from './grammar.js';
import { DETECTION, LAYOUTS, layoutOf, QUERY } from './queries.js';

const ATTEMPTS = [
  "'",
  "''",
  "\\'",
  "' OR 1=1 --",
  "'||(select 1)||'",
  "') UNION SELECT * FROM cloudtrail --",
  "x'; DROP TABLE cloudtrail; --",
  '/* */',
  '-- x',
  '?',
  ':suspect',
  '"',
  '`',
  '$1',
  '#{x}',
  "U&'\\0027",
  '\\u0027',
  '＇ʼ’',
  '%_',
  '\0',
  '\n',
  '\r',
  '\t',
  '\u2028',
  '\u202e',
  '\ud800',
  '🕵️',
  '<!channel>',
  'a'.repeat(1022),
  'a'.repeat(1023),
  "'".repeat(511),
  "'".repeat(512),
  ' ',
  '-1',
  '1; SELECT 1',
  'arn:aws:iam::111122223333:user/alice',
  'AKIAIOSFODNN7EXAMPLE',
  '192.0.2.7',
  '2001:db8::7',
  '111122223333',
  'AssumeRole',
  'sts.amazonaws.com',
];
const hostile = fc.oneof(
  fc.constantFrom(...ATTEMPTS),
  fc
    .array(fc.oneof(fc.constantFrom(...ATTEMPTS), fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 6 })
    .map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String),
);
/** Of each property. */
const RUNS = { numRuns: 600 };

let trino: TrinoGrammar;
beforeAll(async () => {
  trino = await trinoGrammar();
});

const TABLE = { database: 'security_analysis', table: 'cloudtrail', layout: layoutOf('bootstrap') };

/** The value that a literal stands for. */
const readBack = (literal: string): string =>
  literal.startsWith("'") ? literal.slice(1, -1).replaceAll("''", "'") : literal;

/** Holds a statement with a value against the same with another, or the refusal against what a refusal has to be. */
function expectSameShape(make: () => Statement, plain: Statement, value: string): void {
  let made: Statement;
  try {
    made = make();
  } catch (error) {
    expect(error).toBeInstanceOf(UserFacingError);
    return;
  }
  expect(made.sql).toBe(plain.sql);
  expect(made.executionParameters).toHaveLength(plain.executionParameters.length);
  const [literal = ''] = made.executionParameters;
  expect(readBack(literal)).toBe(value);
  expect(literal.length).toBeGreaterThanOrEqual(1);
  expect(literal.length).toBeLessThanOrEqual(1024);
  // A minus sign is the only thing that may stand beside one literal.
  const tokens = trino.tokensOf(literal).map(({ kind, text }) => (text === '-' ? 'minus' : kind));
  expect(['text', 'integer', 'minus,integer']).toContain(tokens.join());
}

describe('no value alters a statement', () => {
  it.each(SUBJECT_KINDS)('as a subject: %s', (kind) => {
    const about = (value: string): Statement => {
      const subject: Subject = { kind, value };
      return statementOf({ ...QUERY, detection: { ...DETECTION, isAboutSubject: true }, about: subject }, TABLE);
    };
    const plain = about('x');

    fc.assert(
      fc.property(hostile, (value) => expectSameShape(() => about(value), plain, value)),
      RUNS,
    );
  });

  it.each(PARAMETER_TYPES)('as a parameter: %s', (type) => {
    const parameter = { name: 'given', type };
    const detection = { ...DETECTION, sql: 'SELECT 1 FROM events WHERE eventname = ?', placeholders: ['given'] };
    const asking = (text: string): Statement =>
      statementOf({ ...QUERY, detection, parameters: { given: readParameter(parameter, text) } }, TABLE);
    const plain = statementOf({ ...QUERY, detection, parameters: { given: { type: 'text', text: 'x' } } }, TABLE);

    fc.assert(
      fc.property(hostile, (value) => expectSameShape(() => asking(value), plain, value)),
      RUNS,
    );
  });

  it.each(PARAMETER_TYPES)('as a stored parameter that nobody held against its type again: %s', (type) => {
    const detection = { ...DETECTION, placeholders: ['given'] };
    const asking = (text: string): Statement =>
      statementOf({ ...QUERY, detection, parameters: { given: { type, text } } }, TABLE);

    fc.assert(
      fc.property(hostile, (value) => expectSameShape(() => asking(value), asking('1'), value)),
      RUNS,
    );
  });

  it.each(LAYOUTS)('whatever the table: %s', (name) => {
    const table = { ...TABLE, layout: layoutOf(name) };
    const about = (value: string): Statement =>
      statementOf(
        { ...QUERY, detection: { ...DETECTION, isAboutSubject: true }, about: { kind: 'identity', value } },
        table,
      );
    const plain = about('x');

    for (const value of ATTEMPTS) expectSameShape(() => about(value), plain, value);
  });

  it('takes the plain ones', () => {
    expect(PARAMETER_TYPES.filter((type) => ATTEMPTS.some((text) => canBeRead(type, text)))).toEqual(PARAMETER_TYPES);
  });
});

function canBeRead(type: (typeof PARAMETER_TYPES)[number], text: string): boolean {
  try {
    return readParameter({ name: 'given', type }, text).text === text;
  } catch {
    return false;
  }
}

describe('a value that is sent to an engine', () => {
  let athena: Talk;
  beforeAll(async () => {
    athena = await talkTo([{ eventName: 'ListUsers', eventID: randomUUID(), eventTime: '2026-11-20T10:00:00Z' }]);
  });
  afterAll(() => athena.close());

  it('arrives as it is', async () => {
    const sendable = ATTEMPTS.filter((value) => {
      try {
        return stringLiteral(value) !== '';
      } catch {
        return false;
      }
    });

    for (const value of sendable) {
      const literal = stringLiteral(value);
      const sql = `SELECT eventname, ${literal} AS back FROM cloudtrail WHERE ? = ${literal}`;
      expect(await athena.rows(sql, [literal])).toEqual([['ListUsers', value]]);
    }
    expect(sendable.length).toBeGreaterThan(30);
  }, 60_000);
});
