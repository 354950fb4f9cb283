import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { LogEngine } from '../../../src/local/athena/log-engine.js';
import { type ReadProgress, readLogs } from '../../../src/local/athena/logs.js';
import { call } from './local-athena.js';

const DATASETS = '../shared/datasets';
const withData = existsSync(DATASETS) ? describe : describe.skip;
const DELIVERED = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/20';
const NOTEBOOK_FILTER = `errorcode IN ('Client.UnauthorizedOperation', 'Client.InvalidPermission.NotFound',
  'Client.OperationNotPermitted', 'AccessDenied') AND useridentity.arn LIKE '%iam%'`;

let folder: string;
let engine: LogEngine | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cloudtrail-'));
});
afterEach(async () => {
  engine?.close();
  engine = undefined;
  await rm(folder, { recursive: true });
});

async function put(path: string, content: unknown): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
  await writeFile(join(folder, path), path.endsWith('.gz') && !Buffer.isBuffer(content) ? gzipSync(bytes) : bytes);
}

async function read(): Promise<LogEngine> {
  engine = await readLogs(folder);
  return engine;
}

const rowsOf = async (logs: LogEngine, sql: string) => (await logs.query(sql, [])).rows;

describe('readLogs', () => {
  it('takes partitions from the path, whatever stands before the account', async () => {
    await put(`${DELIVERED}/a.json.gz`, { Records: [call({ awsRegion: 'us-east-1' })] });
    await put('deep/AWSLogs/o-abc123/444455556666/CloudTrail/us-east-1/2026/11/21/b.json.gz', { Records: [call()] });

    const logs = await read();

    expect(
      await rowsOf(logs, 'SELECT account_partition, region_partition, date_partition FROM cloudtrail ORDER BY 1'),
    ).toEqual([
      ['111122223333', 'eu-west-1', '2026/11/20'],
      ['444455556666', 'us-east-1', '2026/11/21'],
    ]);
    expect(logs).toMatchObject({ events: 2, files: 2, firstDay: '2026-11-20', lastDay: '2026-11-20', warnings: [] });
    expect(logs).toMatchObject({ dates: ['2026/11/20', '2026/11/21'], regions: ['eu-west-1', 'us-east-1'] });
  });

  it('takes partitions of a loose file from its records', async () => {
    await put('export.json', { Records: [call(), call({ eventTime: 'soon', recipientAccountId: undefined })] });

    const logs = await read();

    expect(
      await rowsOf(logs, 'SELECT account_partition, region_partition, date_partition FROM cloudtrail ORDER BY 3'),
    ).toEqual([
      ['111122223333', 'eu-west-1', '2026/11/20'],
      ['111122223333', 'eu-west-1', null],
    ]);
  });

  it('gives text where Athena has text, JSON as text, and NULL for what is absent or null', async () => {
    await put('a.json', { Records: [call({ requestParameters: '"quoted"', additionalEventData: { a: [1, null] } })] });

    const logs = await read();

    const columns =
      'readonly, requestparameters, additionaleventdata, responseelements, errorcode, useridentity.invokedby';
    expect((await logs.query(`SELECT ${columns} FROM cloudtrail`, [])).columns.map(({ type }) => type)).toEqual(
      Array(6).fill('varchar'),
    );
    expect(await rowsOf(logs, `SELECT ${columns} FROM cloudtrail`)).toEqual([
      ['true', '"quoted"', '{"a":[1,null]}', null, null, null],
    ]);
  });

  it('keeps a record whose fields have another shape than the column', async () => {
    const odd = { userIdentity: 'text', resources: [1, { ARN: 'arn:aws:s3:::b' }], eventID: 7 };
    await put(`${DELIVERED}/odd.json.gz`, {
      Records: [call({ eventName: 'Fine' }), call({ eventName: 'Odd', ...odd })],
    });

    const logs = await read();

    expect(
      await rowsOf(logs, "SELECT useridentity.arn, eventid, len(resources) FROM cloudtrail WHERE eventname = 'Odd'"),
    ).toEqual([[null, '7', '2']]);
    expect(logs).toMatchObject({ events: 2, warnings: [] });
  });

  it('brings times of other tools into the form of CloudTrail', async () => {
    const times = [
      '2026-11-20 10:00:00',
      '2026-11-20 10:00:01.000000000',
      '2026-11-20T10:00:02.192Z',
      '2026-11-20T10:00:03Z',
      'redacted',
    ];
    await put('a.json', { Records: times.map((eventTime) => call({ eventTime })) });

    expect((await rowsOf(await read(), 'SELECT eventtime FROM cloudtrail ORDER BY 1')).flat()).toEqual([
      ...[
        '2026-11-20T10:00:00Z',
        '2026-11-20T10:00:01Z',
        '2026-11-20T10:00:02.192Z',
        '2026-11-20T10:00:03Z',
        'redacted',
      ],
    ]);
  });

  it.each<[string, string, unknown, RegExp]>([
    ['an empty file', 'bad.json.gz', Buffer.alloc(0), /^bad\.json\.gz: skipped: it is empty$/],
    [
      'a cut gzip',
      'bad.json.gz',
      gzipSync(JSON.stringify({ Records: [call()] })).subarray(0, 200),
      /^bad\.json\.gz: skipped: it cannot be read/,
    ],
    ['text that is no JSON', 'bad.json', Buffer.from('{"Records": [oops'), /^bad\.json: skipped: it is not JSON/],
    ['a digest', 'bad.json', { digestS3Object: 'x', logFiles: [] }, /^bad\.json: skipped: it is a digest/],
    ['an object without Records', 'bad.json', { some: 'thing' }, /^bad\.json: skipped: it has no "Records"$/],
    ['Records that are no list', 'bad.json', { Records: 'none' }, /^bad\.json: skipped: its "Records" is not a list$/],
    [
      'entries that are no records',
      'bad.json',
      { Records: [null, 1, 'x', {}, []] },
      /^bad\.json: skipped 5 of its 5 entries/,
    ],
  ])('skips %s with a warning that names it, and reads the rest', async (_, name, content, warning) => {
    for (const good of ['a', 'c']) await put(`${good}.json.gz`, { Records: [call()] });
    await put(name, content);

    const logs = await read();

    expect(logs.events).toBe(2);
    expect(logs.warnings).toEqual([expect.stringMatching(warning)]);
  });

  it.each<[string, string, unknown]>([
    ['a bare list of records', 'a.json', [call()]],
    ['JSON under the name of a gzip', 'a.json.gz', Buffer.from(JSON.stringify({ Records: [call()] }))],
    ['a gzip under the name of JSON', 'a.json', gzipSync(JSON.stringify({ Records: [call()] }))],
    ['a file whose name is a pattern', 'a[1]*.json', { Records: [call()] }],
    ['a file with a quote in its name', "it's.json", { Records: [call()] }],
  ])('reads %s', async (_, name, content) => {
    await put(name, content);

    expect(await read()).toMatchObject({ events: 1, warnings: [] });
  });

  it('reads no digests and Insights that lie in their own prefixes, and no other files', async () => {
    await put('AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/11/20/d.json.gz', { digestS3Object: 'x' });
    await put('AWSLogs/111122223333/CloudTrail-Insight/eu-west-1/2026/11/20/i.json.gz', { Records: [call()] });
    await put('notes.txt', Buffer.from('none'));

    expect(await read()).toMatchObject({ events: 0, files: 0, warnings: [] });
  });

  it('tells how far it is', async () => {
    for (let n = 0; n < 201; n++) await put(`${n}.json`, { Records: [call()] });
    const progress: ReadProgress[] = [];

    engine = await readLogs(folder, { onProgress: (step) => progress.push(step) });

    expect(progress).toEqual([
      { files: 0, totalFiles: 201, events: 0 },
      { files: 200, totalFiles: 201, events: 200 },
      { files: 201, totalFiles: 201, events: 201 },
    ]);
  });

  it('with days, reads of the files that lie under a day only those days, both included, and every loose file', async () => {
    const under = (day: string) => `AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/${day}/a.json.gz`;
    for (const day of ['19', '20', '21', '22']) await put(under(day), { Records: [call({ eventName: day })] });
    await put('loose.json', { Records: [call({ eventName: 'loose', eventTime: '2026-01-01T00:00:00Z' })] });
    const progress: ReadProgress[] = [];

    const days = { first: '2026/11/20', last: '2026/11/21' };
    engine = await readLogs(folder, { days, onProgress: (step) => progress.push(step) });

    const names = await rowsOf(engine, 'SELECT eventname FROM cloudtrail ORDER BY 1');
    expect(names.flat()).toEqual(['20', '21', 'loose']);
    expect(progress.at(-1)).toEqual({ files: 3, totalFiles: 3, events: 3 });
  });

  it('says what to give when there is no such folder', async () => {
    await expect(readLogs(join(folder, 'none'))).rejects.toThrow(/none" is not a folder\. Give the folder/);
  });

  it('lets no query reach files', async () => {
    const logs = await read();

    await expect(logs.query("SELECT * FROM read_text('/etc/hostname')", [])).rejects.toThrow(/disabled/);
  });
});

describe('logs that are kept on disk', () => {
  const temporaryFolders = async () =>
    (await readdir(tmpdir())).filter((name) => name.startsWith('ir-bot-logs-')).sort();
  const readOnDisk = async () => {
    engine = await readLogs(folder, { maxBytesInMemory: 0 });
    return engine;
  };

  it('are what they are in memory', async () => {
    for (let n = 0; n < 5; n++)
      await put(`${DELIVERED}/${n}.json.gz`, { Records: [call(), call({ eventName: `${n}` })] });
    await put('bad.json', { Records: [null, call({ eventTime: '2026-11-24 10:00:00' })] });
    const sql = 'SELECT * FROM cloudtrail ORDER BY eventname, eventtime';
    const inMemory = await read();
    const { events, files, firstDay, lastDay, dates, regions, accounts, warnings } = inMemory;
    const rows = await rowsOf(inMemory, sql);
    inMemory.close();

    const onDisk = await readOnDisk();

    expect(onDisk).toMatchObject({ events, files, firstDay, lastDay, dates, regions, accounts, warnings });
    expect(onDisk).toMatchObject({ events: 11, files: 6, lastDay: '2026-11-24', warnings: [expect.any(String)] });
    expect(await rowsOf(onDisk, sql)).toEqual(rows);
  });

  it('have no name in the file system, and leave nothing behind', async () => {
    await put('a.json', { Records: [call()] });
    const before = await temporaryFolders();

    const logs = await readOnDisk();
    const own = (await temporaryFolders()).filter((name) => !before.includes(name));
    const named = await Promise.all(own.map((name) => readdir(join(tmpdir(), name))));
    logs.close();
    engine = undefined;

    expect(own.length).toBeGreaterThan(0);
    if (process.platform !== 'win32') expect(named.flat()).toEqual([]);
    const left = await temporaryFolders();
    expect(own.some((name) => !left.includes(name))).toBe(true);
  });

  it('let no query reach files', async () => {
    await put('a.json', { Records: [call()] });

    const logs = await readOnDisk();

    await expect(logs.query("SELECT * FROM read_text('/etc/hostname')", [])).rejects.toThrow(/disabled/);
    await expect(logs.query("SET memory_limit = '1TB'", [])).rejects.toThrow(/locked/);
  });
});

const EXPECTED = z.object({
  totals: z.object({ kept_min: z.number(), kept_max: z.number() }),
  files: z.array(z.object({ file: z.string(), kept_min: z.number(), kept_max: z.number(), warning: z.string() })),
});

withData('readLogs on the shared sets', () => {
  it('treats every edge case as expected', async () => {
    const root = join(DATASETS, 'edge-cases');
    const expected = EXPECTED.parse(JSON.parse(readFileSync(join(root, 'expected.json'), 'utf8')));

    engine = await readLogs(root);

    const kept = new Map(
      await rowsOf(engine, 'SELECT f.path, count(*) FROM records JOIN files f ON f.no = file_no GROUP BY 1').then(
        (rows) => rows.map(([path, count]) => [path ?? '', Number(count)] as const),
      ),
    );
    const keptOf = (file: string) => [...kept].find(([path]) => path.endsWith(file))?.[1] ?? 0;
    const isWarned = (file: string) => engine?.warnings.some((warning) => warning.startsWith(`${file}:`)) === true;
    const wrong = expected.files.filter(({ file, kept_min, kept_max, warning }) => {
      const isKeptRight = keptOf(file) >= kept_min && keptOf(file) <= kept_max;
      const isWarnedRight =
        warning === 'allowed' ||
        (warning === 'required if skipped'
          ? keptOf(file) > 0 || isWarned(file)
          : isWarned(file) === (warning === 'required'));
      return !isKeptRight || !isWarnedRight;
    });
    expect(wrong).toEqual([]);
    expect(engine.events).toBeGreaterThanOrEqual(expected.totals.kept_min);
    expect(engine.events).toBeLessThanOrEqual(expected.totals.kept_max);
    expect(
      await rowsOf(
        engine,
        `SELECT count(*), count(DISTINCT useridentity.arn) FROM cloudtrail WHERE ${NOTEBOOK_FILTER}`,
      ),
    ).toEqual([['69', '43']]);
  });

  it.each([
    ['invictus-stratus', '2900', '16'],
    ['traildiscover', '314', '205'],
    ['stratus-detonations', '310', '4'],
    ['panther-cases', '476', '24'],
    ['otrf-ec2-proxy', '103', '0'],
  ])('counts %s as its answers do', async (set, records, denials) => {
    engine = await readLogs(join(DATASETS, set));

    const sql = `SELECT count(*), count(*) FILTER (WHERE ${NOTEBOOK_FILTER}) FROM cloudtrail`;
    expect(await rowsOf(engine, sql)).toEqual([[records, denials]]);
  });
});
