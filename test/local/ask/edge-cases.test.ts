import './unoptimized.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readCatalogue } from '../../../src/detections/catalogue.js';
import type { Value } from '../../../src/detections/detection.js';
import { readWindow } from '../../../src/investigation/window.js';
import { ALL_ROWS, askLogs } from '../../../src/local/ask/ask-logs.js';
import { type LogEngine, readLogs } from '../../../src/local/athena/logs.js';
import { folderOf, SETS } from './datasets.js';

const SET = 'edge-cases';
const USER = 'arn:aws:iam::111122223333:user/';
const ROLE = 'arn:aws:sts::111122223333:assumed-role/';
const CATALOGUE = readCatalogue();
let engine: LogEngine | undefined;

async function ask(id: string, window = 'all', suspect = '') {
  const detection = CATALOGUE.detections.get(id);
  if (!detection || !engine) throw new Error(`no question ${id}, or no logs`);
  const { tables } = await askLogs({
    logs: engine,
    detection,
    window: readWindow(window, new Date('2026-11-24T12:00:00Z')),
    about: { kind: 'identity', value: suspect },
    parameters: {},
    rowLimit: ALL_ROWS,
  });
  return (name: string) => {
    const form = detection.tables.find((table) => table.name === name);
    const rows = tables.find((table) => table.name === name)?.rows ?? [];
    return rows.map((row) =>
      Object.fromEntries((form?.columns ?? []).map((column, at): [string, Value] => [column.name, row[at] ?? null])),
    );
  };
}

async function refusalsOf(window = 'all'): Promise<Map<Value, number>> {
  const rows = (await ask('authfail', window))('identities');
  return new Map(rows.map(({ actor = null, denied }) => [actor, Number(denied)]));
}

describe('the awkward files', () => {
  const here = SETS.includes(SET) ? it : it.skip;

  beforeAll(async () => {
    if (SETS.includes(SET)) engine = await readLogs(folderOf(SET));
  });

  afterAll(() => engine?.close());

  here('tell refusals from other errors by what the code means', async () => {
    const refused = [...(await refusalsOf()).keys()].filter((actor) => actor?.startsWith(`${USER}code-`)).sort();

    expect(refused.map((actor) => actor?.slice(`${USER}code-`.length))).toEqual([
      'AccessDenied',
      'AccessDeniedException',
      'ClientUnauthorizedOperation',
      'UnauthorizedOperation',
      'VpceAccessDenied',
      'lower-case',
      'message-only', // A sign-in that failed.
      'trailing-blank',
    ]);
  });

  here("list the notebook's codes that are no refusal as what they are", async () => {
    const codes = (await ask('authfail'))('codes').filter(({ meaning }) => meaning?.startsWith('no refusal'));

    expect(codes.map(({ code, meaning }) => [code, meaning])).toEqual(
      expect.arrayContaining([
        ['Client.InvalidPermission.NotFound', expect.stringMatching(/^no refusal/)],
        ['Client.OperationNotPermitted', expect.stringMatching(/^no refusal/)],
      ]),
    );
    expect(codes).toHaveLength(2);
  });

  here('come in the order of time, to the millisecond', async () => {
    const calls = (await ask('authfail'))('calls').filter(({ actor }) => actor === `${USER}edge-millis`);

    expect(calls.map(({ eventtime }) => eventtime)).toEqual([
      '2024-03-15T10:30:00.123Z',
      '2024-03-15T10:30:00Z',
      '2024-03-15T10:29:59.999Z',
    ]);
  });

  here.each([
    ['2024-03-15T10:30:00Z..10:30:01Z', 2],
    ['2024-03-15T10:29:59Z..10:30:00Z', 1],
    ['2024-03-15T10:30:01Z..10:30:02Z', 0],
    ['2024-03-15', 3],
    ['2024-03-14', 0],
    ['2024-03-16', 0],
  ])('keep to the bounds of %s', async (window, expected) => {
    expect((await refusalsOf(window)).get(`${USER}edge-millis`) ?? 0).toBe(expected);
  });

  here('set refusals of AWS services aside, and count them', async () => {
    const authfail = await ask('authfail');

    expect(authfail('summary')[0]).toMatchObject({ by_services: '2' });
    expect(authfail('identities').filter(({ actor_type }) => actor_type === 'AWSService')).toEqual([]);
  });

  here('count an event once that was delivered more than once, and say so', async () => {
    const authfail = await ask('authfail');
    const about = await ask('about', 'all', `${USER}edge-twice`);

    expect(authfail('summary')[0]).toMatchObject({ copies: '2' });
    expect((await refusalsOf()).get(`${USER}edge-twice`)).toBe(3);
    expect(about('summary')[0]).toMatchObject({ total: '3', copies: '2' });
  });

  here('count events apart that only share an id, or have none', async () => {
    const refusals = await refusalsOf();

    expect(refusals.get(`${USER}edge-same-id`)).toBe(2);
    expect(refusals.get(`${USER}edge-no-id`)).toBe(3);
  });

  here('keep callers of whom nothing is known', async () => {
    const unknown = (await ask('authfail'))('calls').filter(({ actor }) => actor === null);

    // userIdentity absent, null, {} and a text.
    expect(unknown.map(({ eventtime }) => eventtime)).toEqual([
      '2024-03-15T10:01:27Z',
      '2024-03-15T10:01:26Z',
      '2024-03-15T10:01:25Z',
      '2024-03-15T10:01:24Z',
    ]);
  });

  here('find role sessions and root, with "iam" in the ARN or without', async () => {
    const refusals = await refusalsOf();
    const byNotebook = new Set((await ask('notebook-2.2'))('rows').map(({ arn }) => arn));
    const arns = [
      `${ROLE}IAM/alice`,
      `${ROLE}diamond-role/bob`,
      `${ROLE}plain-role/miriam`,
      `${ROLE}plain-role/carol`,
      'arn:aws:iam::111122223333:root',
    ];

    expect(arns.map((arn) => refusals.get(arn))).toEqual([1, 1, 1, 1, 1]);
    expect(arns.map((arn) => byNotebook.has(arn))).toEqual([false, true, true, false, true]);
  });

  here('name callers from outside the account by what they have', async () => {
    const refusals = await refusalsOf();
    const names = ['arn:aws:iam::444455556666:user/edge-other-account', 'AIDAEDGECASESEXAMPLE', 'ANONYMOUS_PRINCIPAL'];

    expect(names.map((name) => refusals.get(name))).toEqual([1, 1, 1]);
  });
});
