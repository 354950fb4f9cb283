import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LogEngine } from '../../../src/local/athena/log-engine.js';
import { readLogs } from '../../../src/local/athena/logs.js';
import type { LocalAthenaOptions } from '../../../src/local/athena/server.js';
import { call, type Talk, talkToServer } from './local-athena.js';

const FILES = {
  a: 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/20/a.json',
  b: 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/21/b.json',
  c: 'AWSLogs/444455556666/CloudTrail/us-east-1/2026/11/22/c.json',
} as const;
const sizes = new Map<string, number>();

let folder: string;
let engine: LogEngine;
let athena: Talk;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cloudtrail-'));
  let records = 1;
  for (const [name, path] of Object.entries(FILES)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), JSON.stringify({ Records: Array(records++).fill(call()) }));
    sizes.set(name, (await stat(join(folder, path))).size);
  }
  engine = await readLogs(folder);
  athena = await talkToServer({ engine });
});
afterAll(async () => {
  await athena.close();
  engine.close();
  await rm(folder, { recursive: true });
});

const bytesOf = (files: string): number => [...files].reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);

describe('DataScannedInBytes', () => {
  it.each([
    ["date_partition = '2026/11/20'", 'a'],
    ["'2026/11/20' = date_partition", 'a'],
    ["date_partition BETWEEN '2026/11/21' AND '2026/11/30'", 'bc'],
    ["date_partition NOT BETWEEN '2026/11/21' AND '2026/11/30'", 'a'],
    ["date_partition >= '2026/11/21' AND date_partition < '2026/11/22'", 'b'],
    ["'2026/11/21' < date_partition", 'c'],
    ["date_partition IN ('2026/11/20', '2026/11/22')", 'ac'],
    ["date_partition NOT IN ('2026/11/20', '2026/11/22')", 'b'],
    ["region_partition = 'us-east-1' AND account_partition = '444455556666'", 'c'],
    ["(region_partition = 'eu-west-1' OR account_partition = '444455556666')", 'ac'],
    ["NOT region_partition = 'eu-west-1'", 'bc'],
    ["region_partition = 'eu-west-1' OR eventname = 'GetObject'", 'abc'],
    ["region_partition = 'eu-west-1' AND eventname = 'none'", 'a'],
    ["eventtime >= '2099-01-01T00:00:00Z'", 'abc'],
    ["date_partition = '2099/01/01'", ''],
  ])('counts the files that %s may select', async (condition, files) => {
    const { Statistics } = await athena.run(`SELECT count(*) FROM cloudtrail WHERE ${condition}`);

    expect(Statistics?.DataScannedInBytes).toBe(bytesOf(files));
  });

  it.each([
    ['no condition and a LIMIT', 'SELECT eventname FROM cloudtrail LIMIT 1', 'abc'],
    [
      'a named query that is mentioned twice',
      "WITH e AS (SELECT * FROM cloudtrail WHERE date_partition = '2026/11/21') SELECT 1 FROM e a, e b",
      'bb',
    ],
    ['a named query that is not mentioned', 'WITH e AS (SELECT * FROM cloudtrail) SELECT 1 AS one', ''],
    [
      'a join, each side by its own condition',
      "SELECT 1 FROM cloudtrail a JOIN cloudtrail b ON a.eventid = b.eventid WHERE a.date_partition = '2026/11/20' AND b.date_partition = '2026/11/21'",
      'ab',
    ],
    [
      'a subquery in a condition',
      "SELECT 1 FROM cloudtrail WHERE date_partition = '2026/11/20' AND eventname IN (SELECT eventname FROM cloudtrail)",
      'aabc',
    ],
  ])('counts %s', async (_, sql, files) => {
    expect((await athena.run(sql)).Statistics?.DataScannedInBytes).toBe(bytesOf(files));
  });

  it('knows the value of a parameter', async () => {
    const { Statistics } = await athena.run('SELECT 1 FROM cloudtrail WHERE date_partition = ?', ["'2026/11/22'"]);

    expect(Statistics?.DataScannedInBytes).toBe(bytesOf('c'));
  });

  it.each<[LocalAthenaOptions['layout'], string, string]>([
    ['projection', "\"timestamp\" BETWEEN '2026/11/21' AND '2026/11/22'", 'bc'],
    ['projection', "date(from_iso8601_timestamp(eventtime)) = DATE '2026-11-20'", 'abc'],
    ['manual', "region = 'us-east-1' AND year = '2026' AND month = '11' AND day = '21'", 'b'],
    ['manual', "year = '2025'", ''],
    ['manual', "(year = '2026' AND month = '11' AND day IN ('20', '21')) OR (year = '2026' AND month = '12')", 'ab'],
    ['manual', "year = '2026' AND day BETWEEN '21' AND '31'", 'bc'],
    ['manual-account', "account = '444455556666' AND region IN ('us-east-1', 'eu-west-1')", 'c'],
    ['console', "awsregion = 'us-east-1' AND eventtime > '2099-01-01T00:00:00Z'", 'abc'],
  ])('counts in the layout %s the files that %s may select', async (layout, condition, files) => {
    const talk = await talkToServer({ engine, ...(layout ? { layout } : {}) });

    const { Statistics } = await talk.run(`SELECT count(*) FROM cloudtrail WHERE ${condition}`);
    await talk.close();

    expect(Statistics?.DataScannedInBytes).toBe(bytesOf(files));
  });

  it.each<[Omit<LocalAthenaOptions, 'engine'>, string]>([
    [{ projectionRegions: ['us-east-1'] }, 'bc'],
    [{ projectionRegions: ['us-east-1'], projectionAccounts: ['111122223333'] }, 'b'],
    [{ projectionFirstDay: '2026-11-22' }, 'c'],
  ])('leaves out what the partition projection %j does not cover', async (options, files) => {
    const talk = await talkToServer({ engine, ...options });

    const { Statistics } = await talk.run('SELECT count(*) FROM cloudtrail');
    await talk.close();

    expect(Statistics?.DataScannedInBytes).toBe(bytesOf(files));
  });
});
