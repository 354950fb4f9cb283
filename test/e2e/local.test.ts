import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cookieOf, openPage } from '../local/slack/pages.js';
import { ALICE, CHANNEL, until } from './workspace.js';

const MAIN = resolve('dist/local/main.js');
const PAGE = /http:\/\/127\.0\.0\.1:\d+\/\S*/;

describe('npm run local', () => {
  let folder: string;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ir-bot-'));
    await mkdir(join(folder, 'logs'));
    const record = {
      eventTime: '2024-03-15T10:00:00Z',
      eventName: 'ListUsers',
      eventSource: 'iam.amazonaws.com',
      awsRegion: 'us-east-1',
      errorCode: 'AccessDenied',
      userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice' },
    };
    await writeFile(join(folder, 'logs', 'good.json'), JSON.stringify({ Records: [record] }));
    await writeFile(join(folder, 'logs', 'cut.json'), '{"Records":[{');
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  const start = (...options: string[]) => startWith({}, ...options);

  function startWith(environment: NodeJS.ProcessEnv, ...options: string[]) {
    const env = { ...process.env, ...environment };
    const child = spawn(process.execPath, [MAIN, '--no-open', '--port', '0', ...options], { cwd: folder, env });
    children.push(child);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    return { child, exited: once(child, 'exit').then(([code]) => Number(code)), output: () => output };
  }

  it('serves the page at once, reads the logs, names the files that it cannot read, and ends on SIGTERM', async () => {
    const local = start('--logs', 'logs');
    await until('it has read the logs', () => local.output().includes('Type /ir authfail') || undefined);
    const page = await fetch(PAGE.exec(local.output())?.[0] ?? '');

    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(local.output()).toContain('1 event in 1 file.');
    expect(local.output()).toContain('cut.json');
    local.child.kill('SIGTERM');
    expect(await local.exited).toBe(0);
  });

  it('still has the case, its thread and its history after a restart of everything', async () => {
    const first = start('--logs', 'logs', '--fresh');
    await until('it answers', () => first.output().includes('Type /ir authfail') || undefined);
    const before = await openPage(placeOf(first.output()), ALICE);
    await type(first.output(), '/ir authfail');
    await until(
      'the answer',
      () => JSON.stringify(before.events).includes('1 identity was refused 1 time') || undefined,
    );
    before.close();
    first.child.kill('SIGTERM');
    expect(await first.exited).toBe(0);

    const second = start('--logs', 'logs');
    await until('it answers again', () => second.output().includes('Type /ir authfail') || undefined);
    const after = await openPage(placeOf(second.output()), ALICE);
    await until(
      'its messages',
      () => JSON.stringify(after.events).includes('1 identity was refused 1 time') || undefined,
    );
    await type(second.output(), '/ir history');
    await until('the history', () => JSON.stringify(after.events).includes('History of case 1') || undefined);

    expect(JSON.stringify(after.events)).toContain('Refused calls');
    after.close();
    second.child.kill('SIGTERM');
    expect(await second.exited).toBe(0);
  });

  it('takes questions of your own, and says which file of them is wrong', async () => {
    const questions = join(folder, 'questions');
    await mkdir(questions);
    const text =
      '/*\ntitle: Names\nasks: Which?\nsentence: "{rows:name|names}."\ncolumns: { eventname: action }\nsource: ours\n*/\nSELECT eventname FROM events\n';
    await writeFile(join(questions, 'names.sql'), text);
    const local = startWith({ IR_DETECTIONS_DIR: 'questions', IR_CASE_BUDGET_USD: '5' }, '--logs', 'logs', '--fresh');
    await until('it answers', () => local.output().includes('Type /ir authfail') || undefined);
    const page = await openPage(placeOf(local.output()), ALICE);

    await type(local.output(), '/ir run names');

    await until('the answer', () => JSON.stringify(page.events).includes('1 name') || undefined);
    await until('the limit on the card', () => JSON.stringify(page.events).includes('$5.00') || undefined);
    page.close();
    local.child.kill('SIGTERM');
    expect(await local.exited).toBe(0);

    await writeFile(join(questions, 'names.sql'), text.replace('FROM events', 'FROM events WHERE eventname = :name'));
    const wrong = startWith({ IR_DETECTIONS_DIR: 'questions' }, '--logs', 'logs', '--fresh');
    expect(await wrong.exited).toBe(1);
    expect(wrong.output()).toContain('names.sql, line 8: :name is not declared');
    expect(wrong.output()).not.toContain('    at ');
  });

  it('says how it is used when an option is unknown', async () => {
    const local = start('--frobnicate');

    expect(await local.exited).toBe(1);
    expect(local.output()).toContain('--logs DIR');
  });

  it('says so when the folder of logs is not there', async () => {
    const local = start('--logs', 'nowhere');

    expect(await local.exited).toBe(1);
    expect(local.output()).toMatch(
      /ir-bot: ".*nowhere" is not a folder\. Give the folder that holds the CloudTrail files/,
    );
    expect(local.output()).not.toContain('    at ');
  });
});

const placeOf = (output: string) => {
  const pageUrl = PAGE.exec(output)?.[0] ?? '';
  return { pageUrl, url: new URL(pageUrl).origin };
};

/** Types into the incident channel as alice, as the page does. */
async function type(output: string, text: string): Promise<void> {
  const { url, pageUrl } = placeOf(output);
  const response = await fetch(`${url}/local/act`, {
    method: 'POST',
    headers: { cookie: await cookieOf({ pageUrl }), 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'slash_command', as: ALICE, channelId: CHANNEL, text }),
  });
  expect(await response.json()).toEqual({ ok: true });
}
