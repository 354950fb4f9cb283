import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Subject } from '../../src/detections/subject.js';
import {
  ALICE,
  ALICE_IDENTITY,
  type Asked,
  type Asker,
  allowedCall,
  ask,
  askerOf,
  deniedCall,
  ROLE,
  SESSION,
  SESSION_IDENTITY,
} from './ask.js';

const OF_ALICE: Subject = { kind: 'identity', value: ALICE };
const NEWER_KEY = { ...ALICE_IDENTITY, accessKeyId: 'ASIAIOSFODNN7EXAMPLE' };
const BOB = { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/bob', accessKeyId: 'AKIAI44QH8DHBEXAMPLE' };
const totalOf = (asked: Asked): number => Number(asked.summary.total);

describe('the tables of about', () => {
  const RECORDS = [
    allowedCall({ eventTime: '2026-11-01T10:00:00Z' }),
    allowedCall({ eventTime: '2026-11-01T10:00:00Z' }),
    allowedCall({
      eventTime: '2026-11-01T11:00:00.500Z',
      eventSource: 's3.amazonaws.com',
      eventName: 'ListBuckets',
      errorCode: '',
      userIdentity: NEWER_KEY,
      sourceIPAddress: '2001:db8::7',
      userAgent: 'Boto3/1.40',
    }),
    deniedCall({ eventTime: '2026-11-01T12:00:00Z', eventName: 'GetUser', awsRegion: 'eu-west-1' }),
    deniedCall({
      eventTime: '2026-11-01T13:00:00Z',
      eventSource: 'ec2.amazonaws.com',
      eventName: 'RunInstances',
      errorCode: 'Client.DryRunOperation',
    }),
    deniedCall({ eventTime: '2026-11-01T13:00:01Z', eventName: 'GetRole', errorCode: 'NoSuchEntityException' }),
    allowedCall({
      eventTime: '2026-11-01T14:00:00Z',
      sourceIPAddress: 'cloudformation.amazonaws.com',
      userAgent: 'cloudformation.amazonaws.com',
    }),
    deniedCall({ userIdentity: SESSION_IDENTITY }),
    deniedCall({ userIdentity: BOB }),
    allowedCall({ eventTime: '2026-11-02T00:00:00Z' }),
  ];
  let asker: Asker;
  let asked: Asked;
  beforeAll(async () => {
    asker = await askerOf(RECORDS);
    asked = await asker.ask('about', { about: OF_ALICE });
  });
  afterAll(() => asker.close());

  it('services: most calls first, with refusals and other errors apart', () => {
    expect(asked.rows('services')).toEqual([
      {
        eventsource: 'iam.amazonaws.com',
        total: '5',
        refused: '1',
        failed: '1',
        first_seen: '2026-11-01T10:00:00Z',
        last_seen: '2026-11-01T14:00:00Z',
      },
      expect.objectContaining({ eventsource: 'ec2.amazonaws.com', total: '1', refused: '0', failed: '1' }),
      expect.objectContaining({ eventsource: 's3.amazonaws.com', total: '1', refused: '0', failed: '0' }),
    ]);
    expect(asked.totals('services')).toEqual({ totalRows: 3, totalCalls: 7 });
  });

  it('actions: most calls first', () => {
    expect(
      asked.rows('actions').map(({ eventname, total, refused, failed }) => [eventname, total, refused, failed]),
    ).toEqual([
      ['ListUsers', '3', '0', '0'],
      ['GetRole', '1', '0', '1'],
      ['GetUser', '1', '1', '0'],
      ['ListBuckets', '1', '0', '0'],
      ['RunInstances', '1', '0', '1'],
    ]);
  });

  it('timeline: by moment, service, action and region, newest first, to the second and below', () => {
    expect(
      asked
        .rows('timeline')
        .map(({ eventtime, eventname, awsregion, total }) => [eventtime, eventname, awsregion, total]),
    ).toEqual([
      ['2026-11-01T14:00:00Z', 'ListUsers', 'us-east-1', '1'],
      ['2026-11-01T13:00:01Z', 'GetRole', 'us-east-1', '1'],
      ['2026-11-01T13:00:00Z', 'RunInstances', 'us-east-1', '1'],
      ['2026-11-01T12:00:00Z', 'GetUser', 'eu-west-1', '1'],
      ['2026-11-01T11:00:00.500Z', 'ListBuckets', 'us-east-1', '1'],
      ['2026-11-01T10:00:00Z', 'ListUsers', 'us-east-1', '2'],
    ]);
    expect(asked.totals('timeline')).toEqual({ totalRows: 6, totalCalls: 7 });
  });

  it('events: each by itself, newest first, with address, key and user agent', () => {
    expect(asked.rows('events')).toHaveLength(7);
    expect(asked.rows('events')[1]).toEqual({
      eventtime: '2026-11-01T13:00:01Z',
      actor: ALICE,
      eventsource: 'iam.amazonaws.com',
      eventname: 'GetRole',
      awsregion: 'us-east-1',
      sourceipaddress: '192.0.2.7',
      accesskeyid: 'AKIAIOSFODNN7EXAMPLE',
      code: 'NoSuchEntityException',
      useragent: 'aws-cli/2.17',
      total: '1',
    });
  });

  it('sources: addresses with their user agents', () => {
    expect(
      asked.rows('sources').map(({ sourceipaddress, useragent, total }) => [sourceipaddress, useragent, total]),
    ).toEqual([
      ['192.0.2.7', 'aws-cli/2.17', '5'],
      ['2001:db8::7', 'Boto3/1.40', '1'],
      ['cloudformation.amazonaws.com', 'cloudformation.amazonaws.com', '1'],
    ]);
  });

  it('keys: with how many addresses used them', () => {
    expect(
      asked.rows('keys').map(({ accesskeyid, total, refused, addresses }) => [accesskeyid, total, refused, addresses]),
    ).toEqual([
      ['AKIAIOSFODNN7EXAMPLE', '6', '1', '1'],
      ['ASIAIOSFODNN7EXAMPLE', '1', '0', '1'],
    ]);
  });

  it('errors: what each code means, and nothing that succeeded', () => {
    expect(asked.rows('errors').map(({ code, meaning, total, actions }) => [code, meaning, total, actions])).toEqual([
      ['AccessDenied', 'not authorized', '1', '1'],
      ['Client.DryRunOperation', 'dry run: the caller has the permission', '1', '1'],
      ['NoSuchEntityException', 'another error', '1', '1'],
    ]);
  });

  it('callers: who it was', () => {
    expect(asked.rows('callers')).toEqual([
      {
        actor: ALICE,
        actor_type: 'IAMUser',
        total: '7',
        refused: '1',
        keys: '2',
        addresses: '2',
        first_seen: '2026-11-01T10:00:00Z',
        last_seen: '2026-11-01T14:00:00Z',
      },
    ]);
  });

  it('activity: by the hour of a day, the latest first', () => {
    expect(asked.rows('activity')).toEqual([
      { period: '2026-11-01T14', total: '1', refused: '0' },
      { period: '2026-11-01T13', total: '2', refused: '0' },
      { period: '2026-11-01T12', total: '1', refused: '1' },
      { period: '2026-11-01T11', total: '1', refused: '0' },
      { period: '2026-11-01T10', total: '2', refused: '0' },
    ]);
  });

  it('summary: the numbers of the sentence; a service is no address that somebody called from', () => {
    expect(asked.summary).toEqual({
      total: '7',
      refused: '1',
      failed: '2',
      callers: '1',
      keys: '2',
      addresses: '2',
      services: '3',
      actions: '5',
      copies: '0',
      first_seen: '2026-11-01T10:00:00Z',
      last_seen: '2026-11-01T14:00:00Z',
    });
  });

  it('hold the rows that are wanted, and say how many there are', async () => {
    const { rows, totals } = await asker.ask('about', { about: OF_ALICE, rowLimit: 3 });

    expect(rows('events').map(({ eventtime }) => eventtime)).toEqual([
      '2026-11-01T14:00:00Z',
      '2026-11-01T13:00:01Z',
      '2026-11-01T13:00:00Z',
    ]);
    expect(totals('events')).toEqual({ totalRows: 7, totalCalls: 7 });
    expect(totals('actions')).toEqual({ totalRows: 5, totalCalls: 7 });
  });

  it('hold nothing but a summary for somebody who did nothing in the window', async () => {
    const { answer, summary } = await asker.ask('about', { about: { kind: 'identity', value: `${ALICE}x` } });

    expect(answer.filter(({ rows }) => rows.length > 0).map(({ name }) => name)).toEqual(['summary']);
    expect(summary).toMatchObject({ total: '0', keys: '0', first_seen: null });
  });
});

describe('addresses', () => {
  it.each([
    ['192.0.2.7', '1'],
    ['2001:DB8::7', '1'],
    ['::ffff:192.0.2.7', '1'],
    ['AWS Internal', '0'],
    ['cloudtrail.amazonaws.com', '0'],
    ['192.0.2.7, 198.51.100.4', '0'],
  ])('are counted where somebody called from one: %s', async (sourceIPAddress, addresses) => {
    const { summary, rows } = await ask('about', [allowedCall({ sourceIPAddress })], { about: OF_ALICE });

    expect(summary.addresses).toBe(addresses);
    expect(rows('sources')).toEqual([expect.objectContaining({ sourceipaddress: sourceIPAddress })]);
  });
});

describe('copies of an event', () => {
  it('are set aside in every table, and counted', async () => {
    const event = allowedCall();
    const nameless = deniedCall({ eventID: undefined });

    const { summary, rows } = await ask(
      'about',
      [event, event, event, { ...event, eventTime: '2026-11-01T12:00:00.5Z' }, nameless, nameless],
      { about: OF_ALICE },
    );

    expect(summary).toMatchObject({ total: '3', refused: '1', copies: '3' });
    for (const table of ['services', 'actions', 'keys', 'callers', 'activity', 'sources'])
      expect(rows(table)).toEqual([expect.objectContaining({ total: '3' })]);
    expect(rows('events')).toHaveLength(3);
    expect(rows('timeline').map(({ eventtime, total }) => [eventtime, total])).toEqual([
      ['2026-11-01T12:00:00.5Z', '1'],
      ['2026-11-01T12:00:00Z', '2'],
    ]);
  });
});

describe('subjects', () => {
  const HOSTILE = "agent' OR '1'='1";
  const RECORDS = [
    deniedCall(),
    allowedCall({ userIdentity: SESSION_IDENTITY, userAgent: HOSTILE }),
    // Without an issuer, its ARN says which role it is.
    allowedCall({ userIdentity: { type: 'AssumedRole', arn: `${SESSION}2`, accessKeyId: 'ASIAI44QH8DHBEXAMPLE' } }),
    allowedCall({ userIdentity: { ...SESSION_IDENTITY, arn: SESSION.replace('Ops', 'OpsAdmin'), sessionContext: {} } }),
    // A session whose name is that of the role.
    allowedCall({ userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/Other/Ops' } }),
    allowedCall({ userIdentity: { type: 'Role', arn: ROLE } }),
    allowedCall({ userIdentity: { ...BOB, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }, sourceIPAddress: '198.51.100.4' }),
    allowedCall({ userIdentity: { type: 'AWSAccount', principalId: 'AIDAEXAMPLE', accountId: '444455556666' } }),
    allowedCall({
      userIdentity: {
        type: 'FederatedUser',
        arn: 'arn:aws:sts::111122223333:federated-user/carol',
        sessionContext: { sessionIssuer: { type: 'IAMUser', arn: ALICE } },
      },
    }),
  ];
  let asker: Asker;
  beforeAll(async () => {
    asker = await askerOf(RECORDS);
  });
  afterAll(() => asker.close());

  it.each<[Subject['kind'], string, string[]]>([
    ['identity', ALICE, [ALICE]],
    ['identity', SESSION, [SESSION]],
    ['identity', 'AIDAEXAMPLE', ['AIDAEXAMPLE']],
    ['identity', ROLE, [ROLE]],
    ['role', ROLE, [ROLE, SESSION, `${SESSION}2`]],
    ['role', `${ROLE}Admin`, [SESSION.replace('Ops', 'OpsAdmin')]],
    ['role', 'arn:aws:iam::444455556666:role/Ops', []],
    ['key', 'AKIAIOSFODNN7EXAMPLE', [ALICE, BOB.arn]],
    ['key', 'ASIAI44QH8DHBEXAMPLE', [`${SESSION}2`]],
    ['address', '198.51.100.4', [BOB.arn]],
    ['address', '198.51.100.40', []],
    ['agent', HOSTILE, [SESSION]],
    ['agent', 'aws-cli', []],
  ])('are the same question of another: %s %s', async (kind, value, actors) => {
    const asked = await asker.ask('about', { about: { kind, value } });

    expect(
      asked
        .rows('callers')
        .map(({ actor }) => actor)
        .sort(),
    ).toEqual([...actors].sort());
    expect(totalOf(asked)).toBe(actors.length);
  });
});

describe('the window of about', () => {
  it('is that of events, whenever they were delivered', async () => {
    const edges = [
      '2026-10-31T23:59:59.999Z',
      '2026-11-01T23:00:00Z',
      '2026-11-01T23:59:59.999Z',
      '2026-11-02T00:00:00Z',
      '2026-11-02T00:00:00.000Z',
    ];
    const window = { text: 'x', span: { from: '2026-11-01T23:00:00Z', to: '2026-11-02T00:00:00Z' } };

    const { rows } = await ask(
      'about',
      edges.map((eventTime) => allowedCall({ eventTime })),
      { about: OF_ALICE, window },
    );

    expect(rows('timeline').map(({ eventtime }) => eventtime)).toEqual([
      '2026-11-01T23:59:59.999Z',
      '2026-11-01T23:00:00Z',
    ]);
    expect(rows('activity').map(({ period }) => period)).toEqual(['2026-11-01T23:59', '2026-11-01T23:00']);
  });

  it('may be all there is, events without a time too', async () => {
    const records = [
      allowedCall({ eventTime: '2019-02-03T04:05:06Z' }),
      allowedCall(),
      allowedCall({ eventTime: undefined }),
    ];

    const { summary, rows } = await ask('about', records, { about: OF_ALICE, window: { text: 'all' } });

    expect(summary).toMatchObject({
      total: '3',
      first_seen: '2019-02-03T04:05:06Z',
      last_seen: '2026-11-01T12:00:00Z',
    });
    expect(rows('activity').map(({ period }) => period)).toEqual(['2026-11', '2019-02', null]);
    expect(rows('events').map(({ eventtime }) => eventtime)).toEqual([
      '2026-11-01T12:00:00Z',
      '2019-02-03T04:05:06Z',
      null,
    ]);
  });
});
