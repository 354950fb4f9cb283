import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { shortIdentity } from '../../src/detections/identity.js';
import { readLogs } from '../../src/local/athena/logs.js';
import { ALICE, sentenceOf, tableOf, until, withWorkspace } from './workspace.js';

/** Public CloudTrail records with known answers, where they lie beside the clone. */
const DATASET = join('..', 'shared', 'datasets', 'invictus-stratus');

const ANSWERS = z.object({
  window: z.object({ first_utc: z.string(), last_utc: z.string() }),
  suspects: z.array(
    z.object({
      arn: z.string(),
      records: z.number(),
      services: z.array(z.object({ eventSource: z.string(), count: z.number() })),
    }),
  ),
});

(existsSync(DATASET) ? describe : describe.skip)('the known answers of invictus-stratus', () => {
  it('come out exactly, by command', async () => {
    const { window, suspects } = ANSWERS.parse(JSON.parse(readFileSync(join(DATASET, 'answers.json'), 'utf8')));
    const [suspect] = suspects;
    if (!suspect) throw new Error('the set has no suspect');
    const days = `${window.first_utc.slice(0, 10)}..${window.last_utc.slice(0, 10)}`;

    await withWorkspace(await readLogs(DATASET), async (workspace) => {
      await workspace.command(ALICE, `/ir suspect ${suspect.arn} ${days}`);
      const [about] = await workspace.answers(1);
      expect(sentenceOf(about)).toContain(
        `${shortIdentity(suspect.arn)} made ${suspect.records.toLocaleString('en-US')} calls`,
      );

      const known = workspace.posts().length;
      await workspace.command(ALICE, `/ir services ${days}`);
      const services = await until('the services', () => workspace.posts()[known]);
      expect(tableOf(services).rows.map(([service, count]) => [service, Number(count?.replaceAll(',', ''))])).toEqual(
        suspect.services.map(({ eventSource, count }) => [eventSource.replace('.amazonaws.com', ''), count]),
      );
      expect(workspace.athena.statements).toHaveLength(1);
    });
  });
});
