import { describe, expect, it } from '@jest/globals';
import type { ColumnKind, Value } from '../../src/detections/detection.js';
import { pickedSubject, subjectOf } from '../../src/investigation/pick.js';
import type { Run } from '../../src/investigation/run.js';
import { DETECTION } from '../athena/queries.js';

const ALICE = 'arn:aws:iam::111122223333:user/alice';
const ROLE = 'arn:aws:iam::111122223333:role/service/Ops';
const SESSION = 'arn:aws:sts::111122223333:assumed-role/Ops/i-0abc';

describe('subjectOf', () => {
  it.each<[string, Value, ColumnKind, object | undefined]>([
    ['a user', ALICE, 'identity', { kind: 'identity', value: ALICE }],
    ['a session', SESSION, 'identity', { kind: 'identity', value: SESSION }],
    ['a role', ROLE, 'identity', { kind: 'role', value: ROLE }],
    ['what is no ARN', 'ANONYMOUS_PRINCIPAL', 'identity', { kind: 'identity', value: 'ANONYMOUS_PRINCIPAL' }],
    ['a key', 'AKIAIOSFODNN7EXAMPLE', 'key', { kind: 'key', value: 'AKIAIOSFODNN7EXAMPLE' }],
    ['an address', '192.0.2.7', 'ip', { kind: 'address', value: '192.0.2.7' }],
    ['a user agent', 'aws-cli/2.17', 'agent', { kind: 'agent', value: 'aws-cli/2.17' }],
    ['a text that looks like a role', ROLE, 'text', undefined],
    ['a service', 'iam.amazonaws.com', 'service', undefined],
    ['an identity that is not known', null, 'identity', undefined],
    ['an empty key', '', 'key', undefined],
  ])('can be asked about %s, or not', (_, value, kind, subject) => {
    expect(subjectOf(value, kind)).toEqual(subject);
  });
});

describe('pickedSubject', () => {
  const detection = {
    ...DETECTION,
    tables: [
      { name: 'identities', title: 'Identities', columns: [{ name: 'actor', kind: 'identity' }] },
      {
        name: 'keys',
        title: 'Keys',
        columns: [
          { name: 'accesskeyid', kind: 'key' },
          { name: 'total', kind: 'count' },
        ],
      },
    ],
  } as const;
  const run: Run = {
    id: 'r1',
    caseId: 'T1-1',
    detection: 'x',
    window: { text: 'all' },
    parameters: {},
    askedBy: 'U1',
    askedAt: '2026-11-24T10:41:00.000Z',
    state: 'answered',
    notSearched: [],
    answer: {
      tables: [
        { name: 'identities', rows: [[ALICE]], totalRows: 1, totalCalls: 1 },
        { name: 'keys', rows: [['AKIAIOSFODNN7EXAMPLE', '4']], totalRows: 1, totalCalls: 4 },
      ],
    },
  };
  const pick = { caseId: 'T1-1', runId: 'r1', table: 'keys', row: 0, column: 0 };

  it('finds the cell in its table', () => {
    expect(pickedSubject(pick, run, detection)).toEqual({ kind: 'key', value: 'AKIAIOSFODNN7EXAMPLE' });
    expect(pickedSubject({ ...pick, table: 'identities' }, run, detection)).toEqual({ kind: 'identity', value: ALICE });
  });

  it.each([
    ['a table that is not there', { table: 'roles' }],
    ['a row that is not there', { row: 1 }],
    ['a column that is not there', { column: 2 }],
    ['a column that stands for nobody', { column: 1 }],
  ])('finds nobody in %s', (_, changes) => {
    expect(pickedSubject({ ...pick, ...changes }, run, detection)).toBeUndefined();
  });

  it('finds nobody in a run without an answer', () => {
    expect(pickedSubject(pick, { ...run, answer: undefined }, detection)).toBeUndefined();
  });
});
