import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Asked, allowedCall, ask, deniedCall } from './ask.js';

describe('coverage', () => {
  const RECORDS = [
    allowedCall({ eventTime: '2026-11-01T10:00:00Z' }),
    deniedCall({ eventTime: '2026-11-01T10:30:00Z' }),
    allowedCall({ eventTime: '2026-11-01T11:00:00.750Z', awsRegion: 'eu-west-1', recipientAccountId: '444455556666' }),
    allowedCall({
      eventTime: '2026-11-01T11:00:00Z',
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      eventCategory: 'Data',
    }),
    allowedCall({ eventTime: '2026-11-01T09:00:00Z', eventSource: 's3.amazonaws.com', eventName: 'GetBucketAcl' }),
    // Deliveries of AWS itself are events, too.
    allowedCall({
      eventTime: '2026-11-01T12:00:00Z',
      userIdentity: { type: 'AWSService' },
      recipientAccountId: undefined,
    }),
    allowedCall({ eventTime: '2026-11-02T00:00:00Z', awsRegion: 'ap-south-1' }),
  ];
  let asked: Asked;
  beforeAll(async () => {
    asked = await ask('coverage', RECORDS);
  });

  it('regions: most events first, with the newest', () => {
    expect(asked.rows('regions')).toEqual([
      { awsregion: 'us-east-1', total: '5', data_events: '1', newest: '2026-11-01T12:00:00Z' },
      { awsregion: 'eu-west-1', total: '1', data_events: '0', newest: '2026-11-01T11:00:00.750Z' },
    ]);
  });

  it('accounts: those that events were delivered to', () => {
    expect(asked.rows('accounts')).toEqual([
      { recipientaccountid: '111122223333', total: '4', data_events: '1', newest: '2026-11-01T11:00:00Z' },
      { recipientaccountid: '444455556666', total: '1', data_events: '0', newest: '2026-11-01T11:00:00.750Z' },
      { recipientaccountid: null, total: '1', data_events: '0', newest: '2026-11-01T12:00:00Z' },
    ]);
  });

  it('activity: by the hour of a day, the latest first', () => {
    expect(asked.rows('activity').map(({ period, total }) => [period, total])).toEqual([
      ['2026-11-01T12', '1'],
      ['2026-11-01T11', '2'],
      ['2026-11-01T10', '2'],
      ['2026-11-01T09', '1'],
    ]);
  });

  it('summary: the numbers of the sentence', () => {
    expect(asked.summary).toEqual({
      total: '6',
      accounts: '2',
      regions: '2',
      data_events: '1',
      newest: '2026-11-01T12:00:00Z',
    });
  });
});

describe('data events', () => {
  it.each([
    ['an object that was read', 's3.amazonaws.com', 'GetObject', undefined, ['1', '1']],
    ['objects that were listed', 's3.amazonaws.com', 'ListObjectsV2', undefined, ['1', '1']],
    ['a bucket that was looked at', 's3.amazonaws.com', 'ListBuckets', 'Management', ['0', '0']],
    ['the same word of another service', 'example.amazonaws.com', 'GetObject', undefined, ['0', '0']],
    // Only a table that has the category can tell.
    ['a function that was called', 'lambda.amazonaws.com', 'Invoke', 'Data', ['0', '1']],
  ] as const)('are told, or not: %s', async (_, eventSource, eventName, eventCategory, [old, current]) => {
    const records = [allowedCall({ eventSource, eventName, eventCategory })];

    expect((await ask('coverage', records, { columns: 'old' })).summary.data_events).toBe(old);
    expect((await ask('coverage', records, { columns: 'current' })).summary.data_events).toBe(current);
  });
});
