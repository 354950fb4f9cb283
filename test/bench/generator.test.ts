import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ATTACKER_ARN, type GeneratorOptions, generateLogs } from '../../bench/generator.js';
import { readLogs } from '../../src/local/athena/logs.js';

const SMALL: GeneratorOptions = {
  ...{ seed: 1, accounts: 2, regions: 2, days: 4, endDay: '2026-11-24', events: 3_000, files: 40 },
};
const FILE = z.object({ Records: z.array(z.object({ eventTime: z.string(), awsRegion: z.string() })) });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'generated-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Every file by its path below the folder. */
async function filesBelow(root: string): Promise<Map<string, Buffer>> {
  const paths = (await readdir(root, { recursive: true })).filter((path) => path.endsWith('.json.gz')).sort();
  return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(join(root, path))] as const)));
}

describe('generated logs', () => {
  it('are the same for the same seed, and others for another', async () => {
    for (const name of ['one', 'same']) await generateLogs(join(folder, name), SMALL);
    await generateLogs(join(folder, 'other'), { ...SMALL, seed: 2 });

    const one = await filesBelow(join(folder, 'one'));

    expect(await filesBelow(join(folder, 'same'))).toEqual(one);
    expect(await filesBelow(join(folder, 'other'))).not.toEqual(one);
  });

  it('have as many events and files as asked for, about 1.2 KB each, and the engine reads them all', async () => {
    const { jsonBytes } = await generateLogs(folder, SMALL);

    const engine = await readLogs(folder);
    engine.close();

    expect(engine).toMatchObject({ events: 3_000, files: 40, warnings: [] });
    expect(engine).toMatchObject({ dates: ['2026/11/21', '2026/11/22', '2026/11/23', '2026/11/24'] });
    expect(engine.accounts).toEqual(['111122223333', '444455556666']);
    expect(jsonBytes / 3_000).toBeGreaterThan(1_000);
    expect(jsonBytes / 3_000).toBeLessThan(1_600);
  });

  it('have the last minutes of a day under the next, as they are delivered', async () => {
    await generateLogs(folder, { ...SMALL, files: 16 });

    for (const [path, bytes] of await filesBelow(folder)) {
      const [, region, day = ''] = /CloudTrail\/([^/]+)\/(.{10})\//.exec(path) ?? [];
      const start = Date.parse(`${day.replaceAll('/', '-')}T00:00:00Z`);
      const { Records } = FILE.parse(JSON.parse(gunzipSync(bytes).toString()));
      const offsets = Records.map(({ eventTime }) => (Date.parse(eventTime) - start) / 60_000);
      expect(Math.min(...offsets)).toBeGreaterThanOrEqual(-10);
      expect(Math.max(...offsets)).toBeLessThan(24 * 60 - 10);
      expect(new Set(Records.map(({ awsRegion }) => awsRegion))).toEqual(new Set([region]));
    }
  });

  it('have many identities, of which one is refused most', async () => {
    await generateLogs(folder, SMALL);

    const engine = await readLogs(folder);
    const { rows } = await engine.query(
      `SELECT useridentity.arn FROM cloudtrail WHERE regexp_matches(errorcode, 'AccessDenied|Unauthorized')
       GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`,
      [],
    );
    const identities = await engine.query('SELECT count(DISTINCT useridentity.principalid) FROM cloudtrail', []);
    engine.close();

    expect(rows).toEqual([[ATTACKER_ARN]]);
    expect(Number(identities.rows[0]?.[0])).toBeGreaterThan(200);
  });

  it.each([
    ['more accounts than there are numbers for', { accounts: 6 }, /accounts: 1 to 5, not 6/],
    ['more regions than there are names for', { regions: 9 }, /regions: 1 to 8, not 9/],
    ['more files than events', { files: 3_001 }, /not 3001/],
    ['a day that is none', { endDay: 'soon' }, /"soon"/],
  ])('refuse %s', async (_, changes, message) => {
    await expect(generateLogs(folder, { ...SMALL, ...changes })).rejects.toThrow(message);
  });
});
