import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from './workspace.js';

const MAIN = resolve('dist/local/main.js');
const PAGE = /http:\/\/127\.0\.0\.1:\d+\//;

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
    };
    await writeFile(join(folder, 'logs', 'good.json'), JSON.stringify({ Records: [record] }));
    await writeFile(join(folder, 'logs', 'cut.json'), '{"Records":[{');
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  function start(...options: string[]) {
    const child = spawn(process.execPath, [MAIN, '--no-open', '--port', '0', ...options], { cwd: folder });
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

  it('says how it is used when an option is unknown', async () => {
    const local = start('--frobnicate');

    expect(await local.exited).toBe(1);
    expect(local.output()).toContain('--logs DIR');
  });

  it('says so when the folder of logs is not there', async () => {
    const local = start('--logs', 'nowhere');

    expect(await local.exited).toBe(1);
    expect(local.output()).toContain('nowhere');
  });
});
