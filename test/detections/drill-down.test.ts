import { describe, expect, it } from '@jest/globals';
import { ALICE, ask, DAY, deniedCall, SESSION } from './ask.js';

const ALLOWED = { errorCode: undefined, errorMessage: undefined };
const RECORDS = [
  deniedCall({ eventTime: '2026-11-01T10:00:00Z', ...ALLOWED }),
  deniedCall({ eventTime: '2026-11-01T10:00:00Z', ...ALLOWED }),
  deniedCall({
    eventTime: '2026-11-01T11:00:00Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'ListBuckets',
    errorCode: '',
  }),
  deniedCall({ eventTime: '2026-11-01T12:00:00Z', eventName: 'GetUser', awsRegion: 'eu-west-1' }),
  deniedCall({ userIdentity: { type: 'AssumedRole', arn: SESSION } }),
  deniedCall({ eventTime: '2026-11-02T00:00:00Z' }),
];
const about = (id: string) => ask(id, RECORDS, { suspect: ALICE });

describe('the questions about a suspect', () => {
  it('services: counts calls and errors by service, most first', async () => {
    const { rows, totalCalls } = await about('services');

    expect(rows.map(({ eventsource, total, failed }) => [eventsource, total, failed])).toEqual([
      ['iam.amazonaws.com', '3', '1'],
      ['s3.amazonaws.com', '1', '0'],
    ]);
    expect(totalCalls).toBe(4);
  });

  it('actions: counts calls and errors by action, most first', async () => {
    const { rows } = await about('actions');

    expect(
      rows.map(({ eventname, total, failed, first_seen, last_seen }) => [
        eventname,
        total,
        failed,
        first_seen,
        last_seen,
      ]),
    ).toEqual([
      ['ListUsers', '2', '0', '2026-11-01T10:00:00Z', '2026-11-01T10:00:00Z'],
      ['GetUser', '1', '1', '2026-11-01T12:00:00Z', '2026-11-01T12:00:00Z'],
      ['ListBuckets', '1', '0', '2026-11-01T11:00:00Z', '2026-11-01T11:00:00Z'],
    ]);
  });

  it('timeline: counts by time, service, action and region, newest first', async () => {
    const { rows, totalRows, totalCalls } = await about('timeline');

    expect(rows).toEqual([
      {
        eventtime: '2026-11-01T12:00:00Z',
        eventsource: 'iam.amazonaws.com',
        eventname: 'GetUser',
        awsregion: 'eu-west-1',
        total: '1',
        failed: '1',
      },
      {
        eventtime: '2026-11-01T11:00:00Z',
        eventsource: 's3.amazonaws.com',
        eventname: 'ListBuckets',
        awsregion: 'us-east-1',
        total: '1',
        failed: '0',
      },
      {
        eventtime: '2026-11-01T10:00:00Z',
        eventsource: 'iam.amazonaws.com',
        eventname: 'ListUsers',
        awsregion: 'us-east-1',
        total: '2',
        failed: '0',
      },
    ]);
    expect({ totalRows, totalCalls }).toEqual({ totalRows: 3, totalCalls: 4 });
  });

  it('events: lists the latest, with address, key and agent, and says how many there are', async () => {
    const many = Array.from({ length: 120 }, (_, at) =>
      deniedCall({ eventTime: `2026-11-01T10:${String(at % 60).padStart(2, '0')}:${at < 60 ? '00' : '30'}Z` }),
    );

    const { rows, totalRows } = await ask('events', many, { suspect: ALICE });

    expect(rows).toHaveLength(100);
    expect(totalRows).toBe(120);
    expect(rows[0]).toMatchObject({
      eventtime: '2026-11-01T10:59:30Z',
      sourceipaddress: '192.0.2.7',
      accesskeyid: 'AKIAIOSFODNN7EXAMPLE',
      useragent: 'aws-cli/2.17',
    });
  });

  it.each(['services', 'actions', 'timeline', 'events'])(
    '%s: an identity with quotes finds its own events and alters nothing',
    async (id) => {
      const arn = "arn:aws:iam::111122223333:user/x' OR '1'='1";
      const records = [...RECORDS, deniedCall({ userIdentity: { type: 'IAMUser', arn } })];

      expect((await ask(id, records, { suspect: arn })).totalCalls).toBe(1);
    },
  );

  it.each(['services', 'actions', 'timeline', 'events'])(
    '%s: nothing is found for an identity that did nothing in the window',
    async (id) => {
      expect(await ask(id, RECORDS, { suspect: `${ALICE}x` })).toEqual({ rows: [], totalRows: 0, totalCalls: 0 });
    },
  );

  it('finds an event that was delivered on the day after the window', async () => {
    const late = { from: '2026-11-01T23:00:00Z', to: '2026-11-02T00:00:00Z' };

    expect(
      (await ask('events', [deniedCall({ eventTime: '2026-11-01T23:59:59Z' })], { suspect: ALICE, window: late })).rows,
    ).toHaveLength(1);
    expect(DAY.to).toBe(late.to);
  });
});
