import { describe, expect, it } from '@jest/globals';
import { ALICE, ask, deniedCall, SESSION } from './ask.js';

const session = { type: 'AssumedRole', arn: SESSION };
const NEAR_MISSES: [string, Record<string, unknown>][] = [
  ['a call that succeeded', { errorCode: undefined, errorMessage: undefined }],
  ['another error', { errorCode: 'NoSuchBucketPolicy' }],
  ['a code in another case', { errorCode: 'accessdenied' }],
  ['a refusal of an AWS service', { userIdentity: { type: 'AWSService', invokedBy: 'delivery.logs.amazonaws.com' } }],
  ['the moment before the window', { eventTime: '2026-10-31T23:59:59Z' }],
  ['the first moment after the window', { eventTime: '2026-11-02T00:00:00Z' }],
];
const CODES = [
  'Client.UnauthorizedOperation',
  'Client.InvalidPermission.NotFound',
  'Client.OperationNotPermitted',
  'AccessDenied',
];

describe('authfail', () => {
  it('lists the refused calls, newest first, with who, what, where and why', async () => {
    const { rows, totalRows, totalCalls } = await ask('authfail', [
      deniedCall({ eventTime: '2026-11-01T00:00:00Z' }),
      deniedCall({ eventTime: '2026-11-01T23:59:59Z', userIdentity: session, eventName: 'GetUser' }),
    ]);

    expect(rows.map(({ eventtime, arn, eventname }) => [eventtime, arn, eventname])).toEqual([
      ['2026-11-01T23:59:59Z', SESSION, 'GetUser'],
      ['2026-11-01T00:00:00Z', ALICE, 'ListUsers'],
    ]);
    expect(rows[1]).toMatchObject({
      eventsource: 'iam.amazonaws.com',
      awsregion: 'us-east-1',
      sourceipaddress: '192.0.2.7',
      errorcode: 'AccessDenied',
      errormessage: 'User is not authorized to perform: iam:ListUsers',
    });
    expect({ totalRows, totalCalls }).toEqual({ totalRows: 2, totalCalls: 2 });
  });

  it.each(CODES)('knows the code %s', async (errorCode) => {
    expect((await ask('authfail', [deniedCall({ errorCode })])).rows).toHaveLength(1);
  });

  it.each(NEAR_MISSES)('passes over %s', async (_, changes) => {
    expect((await ask('authfail', [deniedCall(changes)])).rows).toEqual([]);
  });

  it('keeps callers without an ARN or a type', async () => {
    expect((await ask('authfail', [deniedCall({ userIdentity: undefined })])).rows.map(({ arn }) => arn)).toEqual([
      null,
    ]);
  });
});

describe('identities', () => {
  it('counts refusals by identity, most first, a role session under its own ARN', async () => {
    const { rows, totalCalls } = await ask('identities', [
      deniedCall({ userIdentity: session }),
      deniedCall({ eventTime: '2026-11-01T08:00:00Z', eventName: 'GetUser' }),
      deniedCall({ sourceIPAddress: '198.51.100.4' }),
    ]);

    expect(rows).toEqual([
      {
        arn: ALICE,
        type: 'IAMUser',
        total: '2',
        actions: '2',
        addresses: '2',
        first_seen: '2026-11-01T08:00:00Z',
        last_seen: '2026-11-01T12:00:00Z',
      },
      expect.objectContaining({ arn: SESSION, type: 'AssumedRole', total: '1' }),
    ]);
    expect(totalCalls).toBe(3);
  });

  it.each(NEAR_MISSES)('passes over %s', async (_, changes) => {
    expect((await ask('identities', [deniedCall(changes)])).rows).toEqual([]);
  });
});
