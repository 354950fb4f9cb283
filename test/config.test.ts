import { describe, expect, it } from '@jest/globals';
import { ConfigError, type ConfigProblem, readConfig } from '../src/config.js';
import { VARIABLES } from '../src/environment.js';

const SOCKET = {
  SLACK_BOT_TOKEN: 'xoxb-1-a',
  SLACK_APP_TOKEN: 'xapp-1-a',
  AWS_REGION: 'eu-central-1',
  IR_RESPONDERS: 'U111,S222',
} as const;
const { SLACK_APP_TOKEN: _, ...WITHOUT_MODE } = SOCKET;
const HTTP = { ...WITHOUT_MODE, SLACK_SIGNING_SECRET: 'f00d' };

function problemsOf(env: NodeJS.ProcessEnv): readonly ConfigProblem[] {
  try {
    readConfig(env);
  } catch (cause) {
    if (cause instanceof ConfigError) return cause.problems;
    throw cause;
  }
  return [];
}

describe('readConfig', () => {
  it('needs four variables, and has a default for everything else', () => {
    expect(readConfig(SOCKET)).toEqual({
      slack: { mode: 'socket', botToken: 'xoxb-1-a', appToken: 'xapp-1-a' },
      athena: {
        catalog: 'AwsDataCatalog',
        database: 'security_analysis',
        table: 'cloudtrail',
        workgroup: 'primary',
      },
      state: { table: 'ir-bot', create: false },
      responders: { users: ['U111'], groups: ['S222'] },
      window: '24h',
      maxQueries: 5,
      leaseMs: 60_000,
      logLevel: 'info',
    });
  });

  it('takes what is set', () => {
    expect(
      readConfig({
        ...SOCKET,
        SLACK_API_URL: 'http://127.0.0.1:8080/api',
        AWS_ENDPOINT_URL_ATHENA: 'http://127.0.0.1:8081',
        AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8082',
        IR_ATHENA_CATALOG: 's3tablescatalog/trail',
        IR_ATHENA_DATABASE: 'audit',
        IR_ATHENA_TABLE: 'trail_2026',
        IR_ATHENA_WORKGROUP: 'incident',
        IR_ATHENA_OUTPUT: 's3://results/ir/',
        IR_STATE_TABLE: 'ir.cases',
        IR_CREATE_STATE_TABLE: 'true',
        IR_RESPONDERS: ' U111, W222 ,S333,',
        IR_CHANNELS: 'C444, G555',
        IR_WINDOW: '2026-11-20..2026-11-22',
        IR_DETECTIONS_DIR: '/etc/ir-bot/questions',
        IR_CASE_BUDGET_USD: '2.50',
        IR_MAX_QUERIES: '12',
        IR_LEASE_SECONDS: '30',
        IR_LOG_LEVEL: 'debug',
        IR_HEALTH_PORT: '8083',
      }),
    ).toEqual({
      slack: { mode: 'socket', botToken: 'xoxb-1-a', appToken: 'xapp-1-a', apiUrl: 'http://127.0.0.1:8080/api/' },
      athena: {
        catalog: 's3tablescatalog/trail',
        database: 'audit',
        table: 'trail_2026',
        workgroup: 'incident',
        output: 's3://results/ir/',
      },
      state: { table: 'ir.cases', create: true },
      responders: { users: ['U111', 'W222'], groups: ['S333'] },
      channels: ['C444', 'G555'],
      window: '2026-11-20..2026-11-22',
      detectionsFolder: '/etc/ir-bot/questions',
      caseBudgetUsd: 2.5,
      maxQueries: 12,
      leaseMs: 30_000,
      logLevel: 'debug',
      healthPort: 8083,
    });
  });

  it('takes a default window that ends now', () => {
    expect(readConfig({ ...SOCKET, IR_WINDOW: '2026-11-01..now' }).window).toBe('2026-11-01..now');
  });

  it('runs by HTTP where there is no app-level token', () => {
    expect(readConfig(HTTP).slack).toEqual({
      mode: 'http',
      botToken: 'xoxb-1-a',
      signingSecret: 'f00d',
      port: 3000,
    });
    expect(readConfig({ ...HTTP, PORT: '8080' }).slack).toMatchObject({ port: 8080 });
  });

  it('runs by Socket Mode where there are both', () => {
    expect(readConfig({ ...HTTP, ...SOCKET }).slack).toMatchObject({ mode: 'socket' });
  });

  it('asks for Socket Mode where there is neither, and names the other way', () => {
    expect(problemsOf(WITHOUT_MODE)).toEqual([
      { variable: 'SLACK_APP_TOKEN', expects: expect.stringContaining('or SLACK_SIGNING_SECRET in its place') },
    ]);
  });

  it('names everything that is missing at once', () => {
    expect(problemsOf({}).map(({ variable }) => variable)).toEqual([
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'AWS_REGION',
      'IR_RESPONDERS',
    ]);
  });

  it('takes a variable that is set to nothing for one that is not set, and drops blanks around a value', () => {
    expect(
      readConfig({ ...SOCKET, IR_WINDOW: '  ', IR_ATHENA_OUTPUT: '', SLACK_BOT_TOKEN: 'xoxb-1-b\n' }),
    ).toMatchObject({
      slack: { botToken: 'xoxb-1-b' },
      athena: { output: undefined },
      window: '24h',
    });
    expect(problemsOf({ ...SOCKET, AWS_REGION: ' ' })).toEqual([
      { variable: 'AWS_REGION', expects: expect.stringContaining('eu-central-1') },
    ]);
  });

  it.each([
    ['SLACK_API_URL', 'slack.com/api'],
    ['SLACK_API_URL', 'ftp://slack.com/api'],
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['AWS_REGION', 'Frankfurt'],
    ['AWS_ENDPOINT_URL_ATHENA', 'localhost:80'],
    ['AWS_ENDPOINT_URL_DYNAMODB', '127.0.0.1'],
    ['IR_ATHENA_CATALOG', 'a b'],
    ['IR_ATHENA_DATABASE', 'Security'],
    ['IR_ATHENA_TABLE', 'cloud-trail'],
    ['IR_ATHENA_TABLE', 'a"; DROP TABLE b'],
    ['IR_ATHENA_WORKGROUP', 'a b'],
    ['IR_ATHENA_OUTPUT', 'results/ir'],
    ['IR_ATHENA_OUTPUT', 's3://'],
    ['IR_STATE_TABLE', 'a'],
    ['IR_CREATE_STATE_TABLE', 'yes'],
    ['IR_RESPONDERS', ','],
    ['IR_RESPONDERS', 'U111,alice'],
    ['IR_RESPONDERS', 'C111'],
    ['IR_CHANNELS', ','],
    ['IR_CHANNELS', '#inc-042'],
    ['IR_CHANNELS', 'C444,U111'],
    ['IR_WINDOW', 'soon'],
    ['IR_WINDOW', 'all'],
    ['IR_CASE_BUDGET_USD', '0'],
    ['IR_CASE_BUDGET_USD', '-1'],
    ['IR_CASE_BUDGET_USD', '$5'],
    ['IR_CASE_BUDGET_USD', '1e3'],
    ['IR_MAX_QUERIES', '0'],
    ['IR_MAX_QUERIES', '-1'],
    ['IR_MAX_QUERIES', '100'],
    ['IR_MAX_QUERIES', 'many'],
    ['IR_LEASE_SECONDS', '1'],
    ['IR_LEASE_SECONDS', '601'],
    ['IR_LOG_LEVEL', 'loud'],
    ['IR_HEALTH_PORT', '-1'],
  ])('refuses %s=%s, quoting it and saying what it expects', (variable, value) => {
    const expects = VARIABLES.find(({ name }) => name === variable)?.expects;

    expect(problemsOf({ ...SOCKET, [variable]: value })).toEqual([{ variable, seen: JSON.stringify(value), expects }]);
  });

  it.each(['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'])('never shows %s', (variable) => {
    const [problem, ...others] = problemsOf({ ...SOCKET, [variable]: 'xoxp-hush hush' });

    expect(others).toEqual([]);
    expect(problem).toMatchObject({ variable, seen: 'set to something else (not shown)' });
  });

  it('does not show a token that is in the wrong place', () => {
    const problems = problemsOf({ ...SOCKET, IR_ATHENA_TABLE: 'xoxb-hush' });

    expect(problems).toEqual([expect.objectContaining({ seen: '"[redacted]"' })]);
  });

  it('shortens what it quotes', () => {
    expect(problemsOf({ ...SOCKET, IR_WINDOW: 'x'.repeat(100) })).toEqual([
      expect.objectContaining({ seen: `"${'x'.repeat(60)}…"` }),
    ]);
  });

  it('names the nearest variable for one of its own that it does not know', () => {
    expect(problemsOf({ ...SOCKET, IR_RESPONDER: 'U1', IR_ATHENA_WORK_GROUP: 'a', OTHER_WINDOW: '1h' })).toEqual([
      { variable: 'IR_RESPONDER', seen: 'unknown', expects: expect.stringContaining('the nearest is IR_RESPONDERS') },
      {
        variable: 'IR_ATHENA_WORK_GROUP',
        seen: 'unknown',
        expects: expect.stringContaining('the nearest is IR_ATHENA_WORKGROUP'),
      },
    ]);
  });

  it('says all of it in its message, one line a variable', () => {
    expect(() =>
      readConfig({ ...WITHOUT_MODE, SLACK_SIGNING_SECRET: 'f00d', IR_WINDOW: 'soon', AWS_REGION: '' }),
    ).toThrow(
      [
        'the environment cannot be used:',
        '  AWS_REGION is not set; expects a region, as in eu-central-1; the SDK does not read AWS_DEFAULT_REGION',
        '  IR_WINDOW is "soon"; expects a window, as in 24h, 7d or 2026-11-20..2026-11-22; not all, which every question would have to confirm',
      ].join('\n'),
    );
  });
});

describe('VARIABLES', () => {
  it('explains every variable in whole sentences', () => {
    for (const { name, meaning, expects } of VARIABLES) {
      expect([name, meaning]).toEqual([name, expect.stringMatching(/^[A-Z].*\.$/)]);
      expect([name, expects]).toEqual([name, expect.stringMatching(/\S/)]);
    }
  });

  it('has defaults that it takes itself', () => {
    const defaults = VARIABLES.flatMap(({ name, fallback }) => (fallback === undefined ? [] : [[name, fallback]]));

    expect(readConfig({ ...SOCKET, ...Object.fromEntries(defaults) })).toEqual(readConfig(SOCKET));
  });
});
