import './unoptimized.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readCatalogue } from '../../../src/detections/catalogue.js';
import type { Value } from '../../../src/detections/detection.js';
import type { ParameterValues } from '../../../src/investigation/run.js';
import { ALL } from '../../../src/investigation/window.js';
import { ALL_ROWS, askLogs } from '../../../src/local/ask/ask-logs.js';
import { type LogEngine, readLogs } from '../../../src/local/athena/logs.js';
import {
  answersOf,
  fieldOf,
  folderOf,
  type RawRecord,
  rawRecords,
  SETS,
  type Suspect,
  withoutCopies,
  withoutExactDuplicates,
} from './datasets.js';

const CATALOGUE = readCatalogue();
const NOTEBOOK_CODES: readonly Value[] = [
  'Client.UnauthorizedOperation',
  'Client.InvalidPermission.NotFound',
  'Client.OperationNotPermitted',
  'AccessDenied',
];
/**
 * Records that are no exact duplicates, but differ from another one in nothing that a CloudTrail table has: in panther-cases, one
 * of two equal refusals also has a field of Panther's own, `p_log_type`.
 */
const TWINS: Readonly<Record<string, number>> = { 'panther-cases': 1 };

/** The refused calls of each set by code, looked through by hand; those of a failed sign-in by its message. */
const REFUSED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'edge-cases': {
    AccessDenied: 72,
    'AccessDenied ': 1,
    AccessDeniedException: 1,
    'Client.UnauthorizedOperation': 3,
    'Failed authentication': 1,
    'Not a valid response for the provided request id: aws_ccV60redacted': 1,
    UnauthorizedOperation: 1,
    VpceAccessDenied: 2,
    accessdenied: 1,
  },
  'invictus-stratus': { AccessDenied: 16, 'Client.UnauthorizedOperation': 44 },
  'otrf-ec2-proxy': {},
  'panther-cases': {
    AccessDenied: 31,
    'Client.UnauthorizedOperation': 3,
    'Failed authentication': 1,
    Failure: 9,
    'Not a valid response for the provided request id: aws_ccV60redacted': 1,
    UnauthorizedOperation: 2,
    VpceAccessDenied: 1,
  },
  'stratus-detonations': { AccessDenied: 5, 'Client.UnauthorizedOperation': 46 },
  'trailalerts-cases': { AccessDenied: 1 },
  traildiscover: { AccessDenied: 165, 'Client.UnauthorizedOperation': 43, UnauthorizedException: 1 },
};
/** As services write it that they do not let somebody do something, in all the sets. */
const CODES_OF_REFUSAL = new Set<Value>([
  'AccessDenied',
  'AccessDenied ',
  'accessdenied',
  'AccessDeniedException',
  'Client.UnauthorizedOperation',
  'UnauthorizedException',
  'UnauthorizedOperation',
  'VpceAccessDenied',
]);
const engines = new Map<string, LogEngine>();

/** One table of a question's answer, its rows by column. */
async function ask(set: string, id: string, { suspect = '', table = '' } = {}) {
  const detection = CATALOGUE.detections.get(id);
  const logs = engines.get(set);
  if (!detection || !logs) throw new Error(`no question ${id}, or no set ${set}`);
  const parameters: ParameterValues =
    id.startsWith('notebook') && suspect !== '' ? { suspect: { type: 'arn', text: suspect } } : {};
  const about = { kind: 'identity', value: suspect } as const;
  const { tables } = await askLogs({ logs, detection, window: ALL, about, parameters, rowLimit: ALL_ROWS });
  return (name = table || detection.tables[0]?.name) => {
    const form = detection.tables.find((one) => one.name === name);
    const filled = tables.find((one) => one.name === name);
    if (!form || !filled) throw new Error(`no table ${name}`);
    const rows = filled.rows.map((row) =>
      Object.fromEntries(form.columns.map((column, at): [string, Value] => [column.name, row[at] ?? null])),
    );
    return { ...filled, rows };
  };
}

type Row = Readonly<Record<string, Value | number | undefined>>;

/** Some columns of rows, counts as numbers, in an order of our own. */
const picked = (rows: readonly Row[], columns: readonly string[], count = 'total'): string[] =>
  rows.map((row) => JSON.stringify([...columns.map((column) => row[column] ?? null), Number(row[count])])).sort();

const unsorted = (rows: readonly Row[], columns: readonly string[]): (Value | number | undefined)[][] =>
  rows.map((row) => [...columns.map((column) => row[column] ?? null), Number(row.total ?? row.count)]);

/** Times as the bot has them, however they are logged. */
const withTimes = (rows: Suspect['rows_top50_by_time_desc']): Row[] =>
  rows.map(({ eventTime, ...row }) => ({
    ...row,
    eventTime: eventTime?.replace(/^(.{10}) (.{8})(?:\.0+)?(\.\d+)?$/, '$1T$2$3Z') ?? null,
  }));

const textOf = (value: unknown): Value => (typeof value === 'string' && value !== '' ? value : null);
const isInNotebook = ({ errorCode }: RawRecord): boolean => NOTEBOOK_CODES.includes(textOf(errorCode) ?? '');
const isFailedSignIn = ({ eventSource, errorMessage, responseElements }: RawRecord): boolean =>
  eventSource === 'signin.amazonaws.com' &&
  (textOf(errorMessage) !== null || fieldOf(responseElements, 'ConsoleLogin') === 'Failure');
const isRefused = (record: RawRecord): boolean =>
  CODES_OF_REFUSAL.has(textOf(record.errorCode)) || isFailedSignIn(record);
const codeOf = ({ errorCode, errorMessage }: RawRecord): Value =>
  textOf(errorCode) ?? textOf(errorMessage) ?? 'Failure';
const isService = ({ userIdentity }: RawRecord): boolean => fieldOf(userIdentity, 'type') === 'AWSService';
const sum = (numbers: readonly (number | undefined)[]): number =>
  numbers.reduce<number>((all, one) => all + (one ?? 0), 0);
const countedBy = <Key>(values: readonly Key[]): Map<Key, number> => {
  const counts = new Map<Key, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};
const arnOf = (record: RawRecord): unknown => fieldOf(record.userIdentity, 'arn');

describe.each(SETS.length > 0 ? SETS : ['no sets here'])('ir-bot ask over %s', (set) => {
  const here = SETS.includes(set) ? it : it.skip;
  const suspects = SETS.includes(set) ? answersOf(set).suspects.map(({ arn }) => arn) : [];

  beforeAll(async () => {
    if (SETS.includes(set)) engines.set(set, await readLogs(folderOf(set)));
  });

  afterAll(() => engines.get(set)?.close());

  here("finds what the notebook's filter finds", async () => {
    const { total, by_arn } = answersOf(set).denials_notebook_filter;

    const byArn = (await ask(set, 'notebook-2.2'))();
    const latest = (await ask(set, 'notebook-2.1'))();

    expect(byArn.totalCalls).toBe(total);
    expect(picked(byArn.rows, ['arn'])).toEqual(picked(by_arn, ['arn'], 'count'));
    expect(latest.totalCalls).toBe(total);
    expect(latest.rows).toHaveLength(Math.min(10, total));
  });

  here.each(suspects)("gives the notebook's lists of %s", async (suspect) => {
    const answers = answersOf(set).suspects.find(({ arn }) => arn === suspect);

    const services = (await ask(set, 'notebook-2.4', { suspect }))();
    const actions = (await ask(set, 'notebook-2.5', { suspect }))();
    const timeline = (await ask(set, 'notebook-2.6', { suspect }))();
    const some = (await ask(set, 'notebook-2.3', { suspect }))();

    expect(unsorted(services.rows, ['eventsource'])).toEqual(unsorted(answers?.services ?? [], ['eventSource']));
    expect(unsorted(actions.rows, ['eventname'])).toEqual(unsorted(answers?.actions ?? [], ['eventName']));
    expect(timeline.totalRows).toBe(answers?.rows_total);
    expect(unsorted(timeline.rows.slice(0, 50), ['eventtime', 'eventsource', 'eventname', 'awsregion'])).toEqual(
      unsorted(withTimes(answers?.rows_top50_by_time_desc ?? []), [
        'eventTime',
        'eventSource',
        'eventName',
        'awsRegion',
      ]),
    );
    expect(some.totalCalls).toBe(answers?.records);
  });

  here.each(suspects)('tells of %s each event once', async (suspect) => {
    const own = rawRecords(set).filter((record) => arnOf(record) === suspect);
    const events = withoutCopies(own);
    const answers = answersOf(set).distinct.suspects.find(({ arn }) => arn === suspect);

    const about = await ask(set, 'about', { suspect });

    const summary = about('summary').rows[0];
    expect(Number(summary?.total)).toBe(events.length);
    expect(Number(summary?.copies)).toBe(own.length - events.length);
    if (events.length !== withoutExactDuplicates(own).length) return;
    expect(events).toHaveLength(answers?.records ?? 0);
    expect(picked(about('services').rows, ['eventsource'])).toEqual(
      picked(answers?.services ?? [], ['eventSource'], 'count'),
    );
    expect(picked(about('actions').rows, ['eventname'])).toEqual(
      picked(answers?.actions ?? [], ['eventName'], 'count'),
    );
    expect(about('timeline').totalRows).toBe(answers?.rows_total);
    expect(picked(about('timeline').rows.slice(0, 50), ['eventtime', 'eventsource', 'eventname', 'awsregion'])).toEqual(
      picked(
        withTimes(answers?.rows_top50_by_time_desc ?? []),
        ['eventTime', 'eventSource', 'eventName', 'awsRegion'],
        'count',
      ),
    );
    expect(picked(about('sources').rows, ['sourceipaddress', 'useragent'])).toEqual(
      picked(answers?.source_ip_user_agent ?? [], ['sourceIPAddress', 'userAgent'], 'count'),
    );
    expect(picked(about('keys').rows, ['accesskeyid'])).toEqual(
      picked(answers?.access_key_ids ?? [], ['accessKeyId'], 'count'),
    );
    const errors = about('errors').rows.filter(({ meaning }) => meaning !== 'failed sign-in');
    expect(picked(errors, ['code'])).toEqual(
      picked(
        (answers?.error_codes ?? []).filter(({ errorCode }) => errorCode),
        ['errorCode'],
        'count',
      ),
    );
  });

  here('counts the refusals that are in the answers, each event once', async () => {
    const answers = answersOf(set).distinct.denials_not_aws_service;
    const attempts = rawRecords(set).filter((record) => isRefused(record) || isInNotebook(record));
    const events = withoutCopies(attempts);

    const authfail = await ask(set, 'authfail');

    const summary = authfail('summary').rows[0];
    const [denied, others, byServices, copies] = ['denied', 'no_refusals', 'by_services', 'copies'].map((name) =>
      Number(summary?.[name]),
    );
    expect({ events: sum([denied, others, byServices]), copies }).toEqual({
      events: events.length,
      copies: attempts.length - events.length,
    });
    const twins = withoutExactDuplicates(attempts).length - events.length;
    expect(twins).toBe(TWINS[set] ?? 0);
    const calls = authfail('calls').rows.filter(({ code }) => NOTEBOOK_CODES.includes(code ?? null));
    const codes = authfail('codes').rows.filter(({ code }) => NOTEBOOK_CODES.includes(code ?? null));
    expect(calls).toHaveLength(answers.total - twins);
    expect(sum(codes.map(({ total }) => Number(total)))).toBe(answers.total - twins);
    if (twins > 0) return;
    const withArn = answers.by_arn.filter(({ arn }) => arn);
    const arns = new Set(withArn.map(({ arn }) => arn));
    expect(countedBy(calls.filter(({ actor }) => arns.has(actor ?? null)).map(({ actor }) => actor))).toEqual(
      new Map(withArn.map(({ arn, count }) => [arn, count])),
    );
    // Callers without an ARN are told apart by what else they have.
    expect(calls.filter(({ actor }) => !arns.has(actor ?? null))).toHaveLength(
      answers.by_arn.find(({ arn }) => !arn)?.count ?? 0,
    );
  });

  here('counts every refusal of a caller that is no AWS service, by code', async () => {
    const attempts = rawRecords(set).filter((record) => isRefused(record) && !isService(record));
    const refused = withoutCopies(attempts);

    const rows = (await ask(set, 'authfail'))('codes').rows.filter(({ meaning }) => !meaning?.startsWith('no refusal'));

    expect(sum(rows.map(({ total }) => Number(total)))).toBe(refused.length);
    const byCode = new Map<Value, number>();
    for (const { code = null, total } of rows) byCode.set(code, (byCode.get(code) ?? 0) + Number(total));
    expect(byCode).toEqual(countedBy(refused.map(codeOf)));
    expect(Object.fromEntries(byCode)).toEqual(REFUSED[set]);
  });
});
