import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
  type Row,
  SESSION,
  SESSION_IDENTITY,
} from './ask.js';

/** One record a case, told apart by its action, so that many cases are one question. */
const numbered = <Case>(cases: readonly Case[], recordOf: (of: Case) => Record<string, unknown>) =>
  cases.map((of, at) => ({ ...recordOf(of), eventName: `Case${at}` }));
const caseRow = (asked: Asked, at: number): Row | undefined =>
  asked.rows('calls').find(({ eventname }) => eventname === `Case${at}`);

describe('who counts as refused', () => {
  const SERVICE = { type: 'AWSService', invokedBy: 'delivery.logs.amazonaws.com' };
  const CALLERS: [string, Record<string, unknown> | undefined, string | null][] = [
    ['a user', ALICE_IDENTITY, ALICE],
    [
      'root',
      { type: 'Root', arn: 'arn:aws:iam::111122223333:root', accountId: '111122223333' },
      'arn:aws:iam::111122223333:root',
    ],
    ['a role session', SESSION_IDENTITY, SESSION],
    ['a session whose name has "iam" in it', { ...SESSION_IDENTITY, arn: `${SESSION}-liam` }, `${SESSION}-liam`],
    [
      'a federated user',
      { type: 'FederatedUser', arn: 'arn:aws:sts::111122223333:federated-user/bob' },
      'arn:aws:sts::111122223333:federated-user/bob',
    ],
    [
      'a user of SAML',
      { type: 'SAMLUser', principalId: 'Ab1Cd2:alice@example.com', userName: 'alice@example.com' },
      'Ab1Cd2:alice@example.com',
    ],
    [
      'a user of a web identity',
      { type: 'WebIdentityUser', principalId: 'www.example.com:app:alice', userName: 'alice' },
      'www.example.com:app:alice',
    ],
    [
      'another account without an ARN',
      { type: 'AWSAccount', principalId: 'AIDAEXAMPLE', accountId: '444455556666' },
      'AIDAEXAMPLE',
    ],
    ['another account that names itself alone', { type: 'AWSAccount', accountId: '444455556666' }, '444455556666'],
    [
      'nobody who is known',
      { type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' },
      'ANONYMOUS_PRINCIPAL',
    ],
    [
      'a role of which only the issuer is known',
      { type: 'AssumedRole', sessionContext: { sessionIssuer: { type: 'Role', arn: ROLE } } },
      ROLE,
    ],
    ['a user with an empty ARN', { type: 'IAMUser', arn: '', principalId: '', userName: 'carol' }, 'carol'],
    ['a caller of no type', { accountId: '111122223333' }, '111122223333'],
    ['no caller at all', undefined, null],
  ];
  const SET_ASIDE: [string, Record<string, unknown>][] = [
    ['a service of AWS', SERVICE],
    ['a service without a type', { accountId: '111122223333', invokedBy: 'secretsmanager.amazonaws.com' }],
  ];
  const BY_SERVICE: [string, Record<string, unknown>][] = [
    ['a user through a service', { ...ALICE_IDENTITY, invokedBy: 'cloudformation.amazonaws.com' }],
    ['a session that is a service linked to AWS', { ...SESSION_IDENTITY, invokedBy: 'ecs.amazonaws.com' }],
  ];
  let asked: Asked;
  let setAside: Asked;
  beforeAll(async () => {
    const identities = [...CALLERS, ...BY_SERVICE].map(([, userIdentity]) => userIdentity);
    asked = await ask(
      'authfail',
      numbered(identities, (userIdentity) => deniedCall({ userIdentity })),
      { columns: 'current' },
    );
    setAside = await ask(
      'authfail',
      numbered(SET_ASIDE, ([, userIdentity]) => deniedCall({ userIdentity })),
    );
  });

  it.each(CALLERS.map(([who, , actor], at) => [who, actor, at] as const))('%s, as %s', (_, actor, at) => {
    expect(caseRow(asked, at)?.actor).toBe(actor);
    expect(asked.rows('identities').map((row) => row.actor)).toContain(actor);
  });

  it.each(BY_SERVICE.map(([who], at) => [who, CALLERS.length + at] as const))('%s', (_, at) => {
    expect(caseRow(asked, at)).toMatchObject({ meaning: 'not authorized' });
  });

  it('each of them once, and nobody of AWS', () => {
    expect(asked.summary).toMatchObject({ denied: String(CALLERS.length + BY_SERVICE.length), by_services: '0' });
  });

  it('services of AWS are set aside in a number', () => {
    expect(setAside.rows('identities')).toEqual([]);
    expect(setAside.rows('calls')).toEqual([]);
    expect(setAside.rows('codes')).toEqual([]);
    expect(setAside.rows('activity')).toEqual([]);
    expect(setAside.summary).toMatchObject({ denied: '0', by_services: String(SET_ASIDE.length) });
  });

  const CENTER_USER = {
    type: 'IdentityCenterUser',
    accountId: '111122223333',
    onBehalfOf: {
      userId: '94482488-3041-7000-1234-EXAMPLE11111',
      identityStoreArn: 'arn:aws:identitystore::111122223333:identitystore/d-9067000000',
    },
  };

  it.each([
    ['current', '94482488-3041-7000-1234-EXAMPLE11111'],
    // The table has no column for the user.
    ['old', '111122223333'],
  ] as const)('an Identity Center user, on a table of %s columns, as %s', async (columns, actor) => {
    const { rows } = await ask('authfail', [deniedCall({ userIdentity: CENTER_USER })], { columns });

    expect(rows('identities')).toEqual([
      expect.objectContaining({ actor, actor_type: 'IdentityCenterUser', denied: '1' }),
    ]);
  });
});

describe('which calls count as refused', () => {
  const REFUSED = [
    'AccessDenied',
    'Client.UnauthorizedOperation',
    'AccessDeniedException',
    'UnauthorizedOperation',
    'VpceAccessDenied',
    'AuthorizationError',
    'AuthorizationErrorException',
    'NotAuthorized',
    'NotAuthorizedException',
    'UnauthorizedException',
    'ForbiddenException',
    'Client.AuthFailure',
    'KMSAccessDeniedException',
    'accessdenied',
  ];
  /** The notebook takes these for refusals, which they are not. */
  const NO_REFUSALS = [
    ['Client.InvalidPermission.NotFound', 'no refusal: there is no such security group rule'],
    ['Client.OperationNotPermitted', 'no refusal: not possible in the state of the resource'],
  ] as const;
  const OTHERS = [
    ['a call that succeeded', undefined],
    ['an empty code', ''],
    ['a dry run that would have succeeded', 'Client.DryRunOperation'],
    ['a limit', 'Client.InstanceLimitExceeded'],
    ['throttling', 'ThrottlingException'],
    ['a bad request', 'MalformedPolicyDocumentException'],
    ['a thing that is not there', 'NoSuchBucketPolicy'],
    ['an expired token', 'ExpiredToken'],
    ['a code that begins like one', 'Access'],
  ] as const;
  let refused: Asked;
  let noRefusals: Asked;
  let others: Asked;
  beforeAll(async () => {
    refused = await ask(
      'authfail',
      numbered(REFUSED, (errorCode) => deniedCall({ errorCode })),
    );
    noRefusals = await ask(
      'authfail',
      numbered(NO_REFUSALS, ([errorCode]) => deniedCall({ errorCode })),
    );
    others = await ask(
      'authfail',
      numbered(OTHERS, ([, errorCode]) => deniedCall({ errorCode })),
    );
  });

  it.each(REFUSED.map((code, at) => [code, at] as const))('the code %s', (code, at) => {
    expect(caseRow(refused, at)).toMatchObject({ code, meaning: 'not authorized' });
    expect(refused.rows('codes')).toContainEqual(expect.objectContaining({ actor: ALICE, code, total: '1' }));
  });

  it('all of them, together', () => {
    expect(refused.summary).toMatchObject({ denied: String(REFUSED.length), no_refusals: '0' });
  });

  it.each(NO_REFUSALS.map(([code, meaning], at) => [code, meaning, at] as const))(
    'not %s, which is shown as what it is: %s',
    (code, meaning, at) => {
      expect(caseRow(noRefusals, at)).toMatchObject({ code, meaning });
      expect(noRefusals.rows('codes')).toContainEqual({
        actor: ALICE,
        code,
        meaning,
        total: '1',
        first_seen: '2026-11-01T12:00:00Z',
        last_seen: '2026-11-01T12:00:00Z',
      });
    },
  );

  it('not those, in any number', () => {
    expect(noRefusals.summary).toMatchObject({
      denied: '0',
      no_refusals: '2',
      actions: '0',
      addresses: '0',
      sessions: '0',
    });
    expect(noRefusals.rows('identities')).toEqual([]);
    expect(noRefusals.rows('activity')).toEqual([]);
  });

  it.each(OTHERS.map(([what], at) => [what, at] as const))('not %s', (_, at) => {
    expect(caseRow(others, at)).toBeUndefined();
  });

  it('not the others, in any number', () => {
    expect(others.summary).toMatchObject({ denied: '0', no_refusals: '0', by_services: '0', copies: '0' });
  });
});

describe('a sign-in to the console', () => {
  const signIn = (changes: Record<string, unknown>) =>
    allowedCall({ eventSource: 'signin.amazonaws.com', eventType: 'AwsConsoleSignIn', ...changes });

  it.each([
    [
      'that failed',
      { errorMessage: 'Failed authentication', responseElements: { ConsoleLogin: 'Failure' } },
      'Failed authentication',
    ],
    [
      'of which only the message tells that it failed',
      { errorMessage: 'No username found in supplied account', responseElements: null },
      'No username found in supplied account',
    ],
    ['of which only the response tells that it failed', { responseElements: { ConsoleLogin: 'Failure' } }, 'Failure'],
  ])('counts as refused when it is one %s, though it has no code', async (_, changes, code) => {
    const { rows, summary } = await ask('authfail', [signIn(changes)]);

    expect(rows('calls')).toEqual([expect.objectContaining({ actor: ALICE, code, meaning: 'failed sign-in' })]);
    expect(summary).toMatchObject({ denied: '1', outside_notebook: '1', outside_by_code: '1' });
  });

  it('does not when it succeeded', async () => {
    const { rows } = await ask('authfail', [
      signIn({ responseElements: { ConsoleLogin: 'Success' } }),
      signIn({ responseElements: { ConsoleLogin: 'Success' }, errorMessage: '' }),
      // Another service that says something without a code.
      allowedCall({ errorMessage: 'Failed authentication', responseElements: { ConsoleLogin: 'Failure' } }),
    ]);

    expect(rows('calls')).toEqual([]);
  });
});

describe('copies of a refusal', () => {
  const copied = deniedCall({ eventID: 'a1b2c3d4-5678-90ab-cdef-EXAMPLE11111' });
  const nameless = deniedCall({ eventID: undefined });

  it.each([
    ['the same event', copied, copied, 1],
    ['the same event, delivered to another account', copied, { ...copied, recipientAccountId: '444455556666' }, 1],
    ['the same id at another time', copied, { ...copied, eventTime: '2026-11-01T12:00:01Z' }, 2],
    ['another id', copied, { ...copied, eventID: 'a1b2c3d4-5678-90ab-cdef-EXAMPLE22222' }, 2],
    ['the same record without an id', nameless, { ...nameless, eventID: '' }, 1],
    ['a record without an id that differs in its address', nameless, { ...nameless, sourceIPAddress: '192.0.2.8' }, 2],
    [
      'a record without an id that differs in what was asked',
      nameless,
      { ...nameless, requestParameters: { userName: 'bob' } },
      2,
    ],
    [
      'a record without an id that differs in its time',
      nameless,
      { ...nameless, eventTime: '2026-11-01T12:00:01Z' },
      2,
    ],
  ])('count once: %s', async (_, one, other, denied) => {
    const { rows, summary } = await ask('authfail', [one, other]);

    expect(summary).toMatchObject({ denied: String(denied), copies: String(2 - denied) });
    expect(rows('calls')).toHaveLength(denied);
    expect(rows('identities')).toEqual([expect.objectContaining({ denied: String(denied) })]);
  });
});

describe('the tables of authfail', () => {
  const RECORDS = [
    deniedCall({ eventTime: '2026-11-01T08:00:00Z', eventName: 'GetUser', errorCode: 'AccessDeniedException' }),
    deniedCall({ eventTime: '2026-11-01T10:00:00Z', sourceIPAddress: '198.51.100.4' }),
    deniedCall({ eventTime: '2026-11-01T12:00:00Z' }),
    deniedCall({
      eventTime: '2026-11-01T12:30:00.250Z',
      errorCode: 'Client.OperationNotPermitted',
      eventName: 'StopInstances',
    }),
    deniedCall({ eventTime: '2026-11-01T09:00:00Z', userIdentity: SESSION_IDENTITY }),
    deniedCall({ eventTime: '2026-11-01T09:00:01Z', userIdentity: { ...SESSION_IDENTITY, arn: `${SESSION}2` } }),
    deniedCall({ userIdentity: { type: 'AWSService', invokedBy: 'delivery.logs.amazonaws.com' } }),
    allowedCall({ eventTime: '2026-11-01T07:00:00Z' }),
  ];
  let asker: Asker;
  let asked: Asked;
  beforeAll(async () => {
    asker = await askerOf(RECORDS);
    asked = await asker.ask('authfail');
  });
  afterAll(() => asker.close());

  it('identities: most refused first, with distinct actions and addresses, first and last', () => {
    expect(asked.rows('identities')).toEqual([
      {
        actor: ALICE,
        actor_type: 'IAMUser',
        denied: '3',
        actions: '2',
        addresses: '2',
        first_seen: '2026-11-01T08:00:00Z',
        // Of what is no refusal, too: it is a sign of life.
        last_seen: '2026-11-01T12:30:00.250Z',
      },
      expect.objectContaining({ actor: SESSION, actor_type: 'AssumedRole', denied: '1', actions: '1' }),
      expect.objectContaining({ actor: `${SESSION}2`, denied: '1' }),
    ]);
    expect(asked.totals('identities')).toEqual({ totalRows: 3, totalCalls: 5 });
  });

  it('calls: newest first, with who, what, where and why', () => {
    expect(
      asked.rows('calls').map(({ eventtime, actor, eventname, code }) => [eventtime, actor, eventname, code]),
    ).toEqual([
      ['2026-11-01T12:30:00.250Z', ALICE, 'StopInstances', 'Client.OperationNotPermitted'],
      ['2026-11-01T12:00:00Z', ALICE, 'ListUsers', 'AccessDenied'],
      ['2026-11-01T10:00:00Z', ALICE, 'ListUsers', 'AccessDenied'],
      ['2026-11-01T09:00:01Z', `${SESSION}2`, 'ListUsers', 'AccessDenied'],
      ['2026-11-01T09:00:00Z', SESSION, 'ListUsers', 'AccessDenied'],
      ['2026-11-01T08:00:00Z', ALICE, 'GetUser', 'AccessDeniedException'],
    ]);
    expect(asked.rows('calls')[1]).toMatchObject({
      eventsource: 'iam.amazonaws.com',
      awsregion: 'us-east-1',
      sourceipaddress: '192.0.2.7',
      errormessage: 'User is not authorized to perform: iam:ListUsers',
    });
  });

  it('calls: a fraction of a second later is later', async () => {
    const times = ['2026-11-01T12:00:00Z', '2026-11-01T12:00:00.250Z', '2026-11-01T12:00:01Z'];

    const { rows } = await ask(
      'authfail',
      times.map((eventTime) => deniedCall({ eventTime })),
    );

    expect(rows('calls').map(({ eventtime }) => eventtime)).toEqual(times.toReversed());
    expect(rows('identities')[0]).toMatchObject({ first_seen: times[0], last_seen: times[2] });
  });

  it('codes: by identity and code', () => {
    expect(asked.rows('codes').map(({ actor, code, total }) => [actor, code, total])).toEqual([
      [ALICE, 'AccessDenied', '2'],
      [ALICE, 'AccessDeniedException', '1'],
      [SESSION, 'AccessDenied', '1'],
      [`${SESSION}2`, 'AccessDenied', '1'],
      [ALICE, 'Client.OperationNotPermitted', '1'],
    ]);
  });

  it('roles: all sessions of a role together, and nobody else', () => {
    expect(asked.rows('roles')).toEqual([
      {
        role: ROLE,
        sessions: '2',
        denied: '2',
        actions: '1',
        addresses: '1',
        first_seen: '2026-11-01T09:00:00Z',
        last_seen: '2026-11-01T09:00:01Z',
      },
    ]);
  });

  it('activity: by the hour of a day, the latest first', () => {
    expect(asked.rows('activity')).toEqual([
      { period: '2026-11-01T12', denied: '1' },
      { period: '2026-11-01T10', denied: '1' },
      { period: '2026-11-01T09', denied: '2' },
      { period: '2026-11-01T08', denied: '1' },
    ]);
  });

  it('summary: the numbers of the sentence and the notes', () => {
    expect(asked.summary).toEqual({
      denied: '5',
      sessions: '3',
      actions: '2',
      addresses: '2',
      no_refusals: '1',
      by_services: '1',
      copies: '0',
      outside_notebook: '3',
      outside_by_identity: '2',
      outside_by_code: '1',
    });
  });

  it('hold the rows that are wanted, and say how many there are', async () => {
    const { rows, totals } = await asker.ask('authfail', { rowLimit: 2 });

    expect(rows('calls')).toHaveLength(2);
    expect(totals('calls')).toEqual({ totalRows: 6, totalCalls: 6 });
    expect(rows('summary')).toHaveLength(1);
  });

  it('hold nothing but a summary of noughts for a window without events', async () => {
    const window = { text: 'x', span: { from: '2026-11-05T00:00:00Z', to: '2026-11-06T00:00:00Z' } };

    const { answer, summary } = await asker.ask('authfail', { window });

    expect(answer.filter(({ rows }) => rows.length > 0).map(({ name }) => name)).toEqual(['summary']);
    expect(new Set(Object.values(summary))).toEqual(new Set(['0']));
  });
});

describe('what the notebook leaves out', () => {
  it.each([
    ['nothing of a user under its codes', {}, ['0', '0', '0']],
    ['a role session', { userIdentity: SESSION_IDENTITY }, ['1', '1', '0']],
    ['a caller without an ARN', { userIdentity: undefined }, ['1', '1', '0']],
    [
      'nothing of a session with "iam" in its name',
      { userIdentity: { ...SESSION_IDENTITY, arn: `${SESSION}-liam` } },
      ['0', '0', '0'],
    ],
    ['a code that is not on its list', { errorCode: 'AccessDeniedException' }, ['1', '0', '1']],
    [
      'a session with such a code, for its identity',
      { userIdentity: SESSION_IDENTITY, errorCode: 'AccessDeniedException' },
      ['1', '1', '0'],
    ],
    ['nothing that is no refusal', { errorCode: 'Client.OperationNotPermitted' }, ['0', '0', '0']],
  ])('is counted: %s', async (_, changes, [all, byIdentity, byCode]) => {
    const { summary } = await ask('authfail', [deniedCall(changes)]);

    expect(summary).toMatchObject({ outside_notebook: all, outside_by_identity: byIdentity, outside_by_code: byCode });
  });
});

describe('the window of authfail', () => {
  it.each([
    ['its first moment', '2026-11-01T00:00:00Z', 1],
    ['a fraction of a second later', '2026-11-01T00:00:00.001Z', 1],
    ['its last second', '2026-11-01T23:59:59Z', 1],
    ['the last fraction of it', '2026-11-01T23:59:59.999Z', 1],
    ['the moment before', '2026-10-31T23:59:59Z', 0],
    ['the last fraction before', '2026-10-31T23:59:59.999Z', 0],
    ['the first moment after', '2026-11-02T00:00:00Z', 0],
  ])('holds, or not: %s', async (_, eventTime, denied) => {
    expect((await ask('authfail', [deniedCall({ eventTime })])).summary.denied).toBe(String(denied));
  });
});
