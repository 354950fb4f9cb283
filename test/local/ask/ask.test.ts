import './unoptimized.js';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UserFacingError } from '../../../src/errors.js';
import { ask } from '../../../src/local/ask/ask.js';
import { folderOf, SETS } from './datasets.js';
import { ALICE, deliver, KEY, MINE, record } from './logs-folder.js';

/** What `ir-bot ask` says. */
async function run(...args: string[]) {
  const said = { stdout: '', stderr: '' };
  const keeping = (name: keyof typeof said) =>
    new Writable({
      write(chunk, _, done) {
        said[name] += String(chunk);
        done();
      },
    });
  await ask(args, {}, { stdout: keeping('stdout'), stderr: keeping('stderr') });
  return said;
}

let folder = '';
let logs = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ir-bot-ask-'));
  logs = join(folder, 'AWSLogs');
  deliver(logs, '2026/11/20', [
    record({
      errorCode: 'AccessDenied',
      errorMessage: 'no\u001b[31m\u202e',
      userAgent: '=HYPERLINK("http://192.0.2.1")',
    }),
    record({ eventTime: '2026-11-20T11:00:00Z', userAgent: undefined, eventName: 'GetUser' }),
  ]);
  deliver(logs, '2026/11/22', [record({ eventTime: '2026-11-22T10:00:00Z', sourceIPAddress: '198.51.100.4' })]);
  mkdirSync(join(folder, 'questions'));
  writeFileSync(join(folder, 'questions/by-address.sql'), MINE);
  mkdirSync(join(folder, 'wrong'));
  writeFileSync(join(folder, 'wrong/mine.sql'), 'SELECT 1\n');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('ir-bot ask --format json', () => {
  it('prints one line with everything that there is to know', async () => {
    const { stdout, stderr } = await run('about', '--logs', logs, '--suspect', ALICE, '--format', 'json');

    expect({ stderr, lines: stdout.split('\n').length }).toEqual({ stderr: '', lines: 2 });
    const answer = JSON.parse(stdout);
    expect(Object.keys(answer)).toEqual('detection window suspect tables scannedBytes scans engineMs'.split(' '));
    expect(answer).toMatchObject({ detection: 'about', window: { from: null, to: null }, suspect: ALICE, scans: 1 });
    expect(answer.tables.map(({ name }: { name: string }) => name)).toEqual(
      'services actions timeline events sources keys errors callers activity summary'.split(' '),
    );
    expect(answer.tables[0]).toEqual({
      name: 'services',
      columns: ['eventsource', 'total', 'refused', 'failed', 'first_seen', 'last_seen'],
      rows: [['iam.amazonaws.com', 3, 1, 0, '2026-11-20T10:00:00Z', '2026-11-22T10:00:00Z']],
      total: 1,
    });
    expect(answer.tables[4].rows).toContainEqual(expect.arrayContaining(['192.0.2.7', null, 1]));
    expect(answer.scannedBytes).toBeGreaterThan(0);
    expect(Number.isInteger(answer.engineMs)).toBe(true);
  });

  it("bounds a question to its window, and reads the window's partitions alone", async () => {
    const ask = async (...window: string[]) =>
      JSON.parse((await run('services', '--logs', logs, '--suspect', KEY, '--format', 'json', ...window)).stdout);
    const all = await ask();
    const one = await ask('--window', '2026-11-22T09:00Z..12:30Z');

    expect(one.window).toEqual({ from: '2026-11-22T09:00:00Z', to: '2026-11-22T12:30:00Z' });
    expect(one.suspect).toBe(KEY);
    expect(one.tables).toHaveLength(1);
    expect([all.tables[0].rows[0][1], one.tables[0].rows[0][1]]).toEqual([3, 1]);
    expect(one.scannedBytes).toBeLessThan(all.scannedBytes);
  });

  it("finds what was delivered on the day after the window, and does not open other days' files", async () => {
    const late = join(folder, 'late');
    deliver(late, '2026/11/21', [record({ eventTime: '2026-11-20T23:59:59Z' })]);
    deliver(late, '2026/11/24', []);
    writeFileSync(join(late, '111122223333/CloudTrail/us-east-1/2026/11/24/broken.json'), '{');

    const { stdout, stderr } = await run('coverage', '--logs', late, '--window', '2026-11-20', '--format', 'json');

    expect(JSON.parse(stdout).tables[0].rows).toEqual([['us-east-1', 1, 0, '2026-11-20T23:59:59Z']]);
    expect(stderr).toBe('');
  });

  it('has no suspect and no rows where there are none', async () => {
    const { stdout } = await run('authfail', '--logs', logs, '--window', '2026-11-21', '--format', 'json');

    const answer = JSON.parse(stdout);
    expect(answer.suspect).toBeNull();
    expect(answer.tables[0]).toMatchObject({ name: 'identities', rows: [], total: 0 });
  });

  it('gives a suspect to the questions of the notebook as their parameter', async () => {
    const { stdout } = await run('notebook-2.5', '--logs', logs, '--suspect', ALICE, '--format', 'json');

    expect(JSON.parse(stdout)).toMatchObject({
      suspect: ALICE,
      tables: [
        {
          rows: [
            ['ListUsers', 2],
            ['GetUser', 1],
          ],
          total: 2,
        },
      ],
    });
  });

  it('asks a question of the own folder, with its parameter', async () => {
    const { stdout } = await run(
      ...['by-address', '--logs', logs, '--detections', join(folder, 'questions')],
      ...['--param', 'address=198.51.100.4', '--format', 'json'],
    );

    expect(JSON.parse(stdout)).toMatchObject({
      detection: 'by-address',
      tables: [{ name: 'rows', rows: [[ALICE, 1]] }],
    });
  });
});

describe('ir-bot ask --format csv', () => {
  it('is plain CSV of one table, in which no cell is a formula', async () => {
    const { stdout } = await run('sources', '--logs', logs, '--suspect', ALICE, '--format', 'csv');

    expect(stdout.split('\n')).toEqual([
      'sourceipaddress,useragent,total,refused,failed,first_seen,last_seen',
      '192.0.2.7,"\'=HYPERLINK(""http://192.0.2.1"")",1,1,0,2026-11-20T10:00:00Z,2026-11-20T10:00:00Z',
      '192.0.2.7,,1,0,0,2026-11-20T11:00:00Z,2026-11-20T11:00:00Z',
      '198.51.100.4,aws-cli/2.17,1,0,0,2026-11-22T10:00:00Z,2026-11-22T10:00:00Z',
      '',
    ]);
  });

  it('puts several tables under their titles, summary and activity left out', async () => {
    const { stdout } = await run('authfail', '--logs', logs, '--format', 'csv');

    expect(stdout.split('\n\n').map((table) => table.split('\n')[0])).toEqual([
      'Refused identities',
      'Refused calls',
      'Error codes by identity',
      'Refused roles',
    ]);
  });
});

describe('ir-bot ask for people', () => {
  it('says it in a sentence, then shows the tables, then what it took', async () => {
    const { stdout } = await run('authfail', '--logs', logs);

    expect(stdout).toMatch(/^1 identity was refused 1 time; user\/alice makes all of it\.\n/);
    expect(stdout).toMatch(
      /\nRefused identities\n.*First \(UTC\).*\narn:aws:iam::111122223333:user\/alice +IAMUser +1 /,
    );
    expect(stdout).toMatch(/\n\d+ B scanned · 1 scan · \d+\.\d\d s\n$/);
  });

  it('lets nothing of the logs act on the terminal', async () => {
    const { stdout } = await run('calls', '--logs', logs);

    expect(stdout).toContain('no⟨U+001B⟩[31m⟨U+202E⟩');
    expect(stdout).not.toContain('\u001b');
  });

  it('says that there is nothing where there is nothing', async () => {
    const { stdout } = await run('authfail', '--logs', logs, '--window', '2026-11-23');

    expect(stdout).toMatch(/^Refused calls: no matching events\.\n\n0 B scanned · 1 scan/);
  });
});

describe('ir-bot ask', () => {
  it.each([
    ['a question that is none', ['nonsense', '--logs', 'LOGS'], /"nonsense" is no question\. There are .*authfail/],
    ['no question', ['--logs', 'LOGS'], /Which question\?/],
    ['two questions', ['authfail', 'about', '--logs', 'LOGS'], /"about" is one word too many/],
    ['an option that is none', ['authfail', '--nonsense'], /Unknown option '--nonsense'/],
    ['no folder', ['authfail'], /--logs is missing/],
    ['a folder that is not there', ['authfail', '--logs', 'nowhere'], /nowhere" is not a folder/],
    ['a window that is none', ['authfail', '--logs', 'LOGS', '--window', 'soon'], /"soon" is not a window/],
    ['a format that is none', ['authfail', '--logs', 'LOGS', '--format', 'xml'], /"xml" is none of table, csv, json/],
    ['a table that is none', ['authfail', '--logs', 'LOGS', '--table', 'x'], /has no table "x"\. It has identities/],
    ['nobody to ask about', ['about', '--logs', 'LOGS'], /say whom with --suspect/],
    ['a suspect that is none', ['about', '--logs', 'LOGS', '--suspect', 'alice'], /"alice" is no ARN/],
    ['a suspect of nothing', ['authfail', '--logs', 'LOGS', '--suspect', ALICE], /Leave --suspect out/],
    ['a key for an ARN', ['notebook-2.4', '--logs', 'LOGS', '--suspect', KEY], /suspect="AKIA.*" is no arn/],
    ['a parameter that is none', ['authfail', '--logs', 'LOGS', '--param', 'x=1'], /"x" is no parameter/],
    ['a parameter without a value', ['authfail', '--logs', 'LOGS', '--param', 'x'], /"x" is no name=value/],
    ['a question file that is wrong', ['authfail', '--logs', 'LOGS', '--detections', 'WRONG'], /mine\.sql, line 1/],
  ])('refuses %s', async (_, args, message) => {
    const given = args.map((arg) => (arg === 'LOGS' ? logs : arg === 'WRONG' ? join(folder, 'wrong') : arg));

    const asked = run(...given);

    await expect(asked).rejects.toThrow(message);
    await expect(asked).rejects.toBeInstanceOf(UserFacingError);
  });

  const there = SETS.includes('edge-cases') ? it : it.skip;
  there("keeps every record of the awkward files' user agents, and none of them a formula", async () => {
    const args = ['--logs', folderOf('edge-cases'), '--suspect', 'arn:aws:iam::111122223333:user/edge-agent'];

    const { stdout } = await run('sources', ...args, '--format', 'csv');
    const json = JSON.parse((await run('sources', ...args, '--format', 'json')).stdout);

    expect(json.tables[0].total).toBe(9);
    expect(stdout).toMatch(/,"?'=/);
    expect(stdout).not.toMatch(/(?:^|,)"?[=+@]/m);
  });
});
