import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ALICE,
  ALICE_IDENTITY,
  type Asker,
  allowedCall,
  askerOf,
  CATALOGUE,
  deniedCall,
  SESSION,
  SESSION_IDENTITY,
} from './ask.js';

const BOB = { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/bob' };
const CODES = [
  'Client.UnauthorizedOperation',
  'Client.InvalidPermission.NotFound',
  'Client.OperationNotPermitted',
  'AccessDenied',
];
const twice = deniedCall({ eventTime: '2026-11-01T20:00:00Z', userIdentity: BOB });
const RECORDS = [
  ...CODES.map((errorCode, at) => deniedCall({ errorCode, eventTime: `2026-11-01T10:00:0${at}Z`, eventID: `e-${at}` })),
  // The notebook counts what was delivered twice twice.
  twice,
  twice,
  ...Array.from({ length: 8 }, (_, at) =>
    deniedCall({
      eventTime: `2026-11-01T15:00:0${at}Z`,
      userIdentity: { ...ALICE_IDENTITY, arn: 'arn:aws:iam::111122223333:root' },
    }),
  ),
  // Root's ARN is the only one of these that its filter takes.
  deniedCall({ userIdentity: SESSION_IDENTITY }),
  deniedCall({ userIdentity: { type: 'AWSAccount', accountId: '444455556666' } }),
  deniedCall({ userIdentity: { type: 'AssumedRole', arn: SESSION.replace('Ops', 'IAM') } }),
  deniedCall({ userIdentity: { type: 'AssumedRole', arn: `${SESSION}-liam` }, eventTime: '2026-11-01T09:00:00Z' }),
  deniedCall({ errorCode: 'AccessDeniedException' }),
  deniedCall({ errorCode: 'accessdenied' }),
  allowedCall({
    eventTime: '2026-11-01T11:00:00Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'ListBuckets',
    awsRegion: 'eu-west-1',
  }),
  deniedCall({ eventTime: '2026-11-02T00:00:00Z' }),
  deniedCall({ eventTime: '2026-10-31T23:59:59Z' }),
];

let asker: Asker;
beforeAll(async () => {
  asker = await askerOf(RECORDS);
});
afterAll(() => asker.close());

const asked = (id: string, suspect?: string) => asker.ask(id, suspect === undefined ? {} : { parameters: { suspect } });
const columnsOf = (id: string) => CATALOGUE.detections.get(id)?.tables[0]?.columns.map(({ name }) => name);

describe("the notebook's questions", () => {
  it('2.1 lists the last ten refusals that its filter takes, and says how many there are', async () => {
    const { rows, totals } = await asked('notebook-2.1');

    expect(rows('rows').map(({ eventtime, arn, errorcode }) => [eventtime, arn, errorcode])).toEqual([
      ...Array.from({ length: 2 }, () => ['2026-11-01T20:00:00Z', BOB.arn, 'AccessDenied']),
      ...Array.from({ length: 8 }, (_, at) => [
        `2026-11-01T15:00:0${7 - at}Z`,
        'arn:aws:iam::111122223333:root',
        'AccessDenied',
      ]),
    ]);
    expect(totals('rows')).toEqual({ totalRows: 15, totalCalls: 15 });
  });

  it('2.2 counts them by identity, copies too', async () => {
    const { rows, totals } = await asked('notebook-2.2');

    expect(rows('rows')).toEqual([
      { arn: 'arn:aws:iam::111122223333:root', total: '8' },
      { arn: ALICE, total: '4' },
      { arn: BOB.arn, total: '2' },
      { arn: `${SESSION}-liam`, total: '1' },
    ]);
    expect(totals('rows')).toEqual({ totalRows: 4, totalCalls: 15 });
  });

  it('2.3 shows five events of one identity, and how many there are', async () => {
    const { rows, totals } = await asked('notebook-2.3', ALICE);

    expect(rows('rows')).toHaveLength(5);
    expect(new Set(rows('rows').map(({ arn }) => arn))).toEqual(new Set([ALICE]));
    expect(totals('rows')).toEqual({ totalRows: 7, totalCalls: 7 });
  });

  it('2.4 counts services, calls that succeeded too', async () => {
    const { rows, totals } = await asked('notebook-2.4', ALICE);

    expect(rows('rows')).toEqual([
      { eventsource: 'iam.amazonaws.com', total: '6' },
      { eventsource: 's3.amazonaws.com', total: '1' },
    ]);
    expect(totals('rows')).toEqual({ totalRows: 2, totalCalls: 7 });
  });

  it('2.5 counts actions', async () => {
    expect((await asked('notebook-2.5', ALICE)).rows('rows')).toEqual([
      { eventname: 'ListUsers', total: '6' },
      { eventname: 'ListBuckets', total: '1' },
    ]);
  });

  it('2.6 counts by time, service, action and region, newest first', async () => {
    const { rows, totals } = await asked('notebook-2.6', BOB.arn);
    const ofAlice = await asked('notebook-2.6', ALICE);

    expect(rows('rows')).toEqual([
      {
        eventtime: '2026-11-01T20:00:00Z',
        eventsource: 'iam.amazonaws.com',
        eventname: 'ListUsers',
        awsregion: 'us-east-1',
        total: '2',
      },
    ]);
    expect(totals('rows')).toEqual({ totalRows: 1, totalCalls: 2 });
    expect(ofAlice.rows('rows')[1]).toMatchObject({ eventtime: '2026-11-01T11:00:00Z', awsregion: 'eu-west-1' });
  });

  it.each([
    ['notebook-2.2', ['arn', 'total']],
    ['notebook-2.4', ['eventsource', 'total']],
    ['notebook-2.5', ['eventname', 'total']],
    ['notebook-2.6', ['eventtime', 'eventsource', 'eventname', 'awsregion', 'total']],
  ])('%s has the columns of the notebook', (id, columns) => {
    expect(columnsOf(id)).toEqual(columns);
  });

  it.each(['notebook-2.1', 'notebook-2.3'])('%s never shows what was answered, where session tokens are', (id) => {
    expect(columnsOf(id)).not.toContain('responseelements');
  });

  it.each(['notebook-2.3', 'notebook-2.4', 'notebook-2.5', 'notebook-2.6'])(
    '%s finds nobody of another name',
    async (id) => {
      expect((await asked(id, `${ALICE}x`)).answer).toEqual([{ name: 'rows', rows: [], totalRows: 0, totalCalls: 0 }]);
    },
  );
});
