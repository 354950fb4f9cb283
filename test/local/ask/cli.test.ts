import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ALICE, MINE, record } from './logs-folder.js';

// The command as it was built.
const CLI = 'dist/local/cli.js';

function run(...args: string[]) {
  const env = { ...process.env, IR_DETECTIONS_DIR: '' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8', env });
  return { status, stdout, stderr };
}

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ir-bot-cli-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('ir-bot', () => {
  it('ends with 2 when it cannot be asked like this', () => {
    const { status, stdout, stderr } = run('ask', 'nonsense', '--logs', 'x');

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^ir-bot: "nonsense" is no question/);
    expect(run('tell')).toMatchObject({ status: 2, stderr: expect.stringContaining('"tell" is no command') });
  });

  it('ends with 1 when it failed', () => {
    writeFileSync(join(folder, 'mine.sql'), MINE.replace('arn, count', 'nobody, count'));

    const { status, stdout, stderr } = run(
      ...['ask', 'mine', '--logs', folder, '--detections', folder, '--param', 'address=192.0.2.7'],
    );

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain("Column 'nobody' cannot be resolved");
  });

  it('names a file on stderr that cannot be read, and goes on', () => {
    const other = join(folder, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'a.json'), JSON.stringify({ Records: [record({ errorCode: 'AccessDenied' })] }));
    writeFileSync(join(other, 'b.json'), '{"Records": [');

    const { status, stdout, stderr } = run('ask', 'notebook-2.2', '--logs', other, '--format', 'csv');

    expect({ status, stdout }).toEqual({ status: 0, stdout: `arn,total\n${ALICE},1\n` });
    expect(stderr).toBe('warning: b.json: skipped: it is not JSON, or cut off\n');
  });

  it.each([[], ['help'], ['--help'], ['ask', '--help']])('says how it is used: %s', (...args) => {
    const { status, stdout } = run(...args);

    expect(status).toBe(0);
    expect(stdout).toContain('ir-bot ask QUESTION --logs DIR');
    expect(stdout).toMatch(/authfail +Which identities are being refused/);
  });

  it('knows its version', () => {
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync('package.json', 'utf8')));

    expect(run('--version').stdout).toBe(`${version}\n`);
  });

  it("loads neither AWS's SDK nor Slack's, which would take longer than the answer", () => {
    const hooks = `export async function load(url, context, next) {
      if (/@aws-sdk|@smithy|@slack/.test(url)) throw new Error('loaded ' + url);
      return next(url, context);
    }`;
    const dataUrl = (script: string) => `data:text/javascript,${encodeURIComponent(script)}`;
    const register = `import { register } from 'node:module'; register(${JSON.stringify(dataUrl(hooks))});`;

    const args = ['--import', dataUrl(register), CLI, 'ask', 'authfail', '--logs', folder, '--format', 'json'];
    const { status } = spawnSync(process.execPath, args);

    expect(status).toBe(0);
  });

  it('ends quietly when nobody reads on', async () => {
    const many = join(folder, 'many');
    mkdirSync(many);
    const records = Array.from({ length: 20_000 }, (_, at) => record({ eventName: `Action${at}` }));
    writeFileSync(join(many, 'a.json.gz'), gzipSync(JSON.stringify({ Records: records })));
    const args = ['ask', 'actions', '--suspect', ALICE, '--logs', many, '--format', 'csv'];
    const child = spawn(process.execPath, [CLI, ...args]);
    let stderr = '';
    child.stderr.on('data', (data) => {
      stderr += data;
    });
    child.stdout.once('data', () => child.stdout.destroy());

    const status = await new Promise((resolve) => child.once('close', resolve));

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
