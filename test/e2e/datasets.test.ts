import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readCatalogue } from '../../src/detections/catalogue.js';
import { shortIdentity } from '../../src/detections/identity.js';
import { readLogs } from '../../src/local/athena/logs.js';
import type { Message } from '../../src/local/slack/protocol.js';
import { ALICE, sentenceOf, tableOf, withWorkspace } from './workspace.js';

/** Public CloudTrail records with known answers, where they lie beside the clone. */
const DATASETS = join('..', 'shared', 'datasets');
const FOUND = existsSync(DATASETS) ? ['invictus-stratus', 'traildiscover'] : [];

const counted = z.array(z.object({ count: z.number() }).loose());
const byArn = z.object({
  total: z.number(),
  by_arn: z.array(z.object({ arn: z.string().nullable(), count: z.number() })),
});
const ANSWERS = z.object({
  window: z.object({ first_utc: z.string(), last_utc: z.string() }),
  denials_notebook_filter: byArn,
  denials_not_aws_service: byArn,
  suspects: z.array(
    z.object({
      arn: z.string(),
      records: z.number(),
      services: counted,
      actions: counted,
      rows_total: z.number(),
      rows_top50_by_time_desc: counted,
    }),
  ),
});

for (const name of FOUND)
  describe(`the known answers of ${name}`, () => {
    const answers = ANSWERS.parse(JSON.parse(readFileSync(join(DATASETS, name, 'answers.json'), 'utf8')));
    const { first_utc: first, last_utc: last } = answers.window;
    const window = `${first.slice(0, 10)}..${last.slice(0, 10)}`;

    it('come out exactly, by command', async () => {
      await withWorkspace(await readLogs(join(DATASETS, name)), async (workspace) => {
        const { denials_not_aws_service: denied, denials_notebook_filter: notebook } = answers;
        await workspace.command(ALICE, `/ir authfail ${window}`);
        expect(sentenceOf((await workspace.answers(1))[0])).toContain(`${denied.total} calls were refused`);

        await workspace.command(ALICE, `/ir identities ${window}`);
        const counts = tableOf((await workspace.answers(2))[1]).rows.map(([identity, , count]) => [
          identity,
          Number(count),
        ]);
        expect(counts).toEqual(denied.by_arn.map(({ arn, count }) => [shortIdentity(arn), count]));
        for (const { arn, count } of notebook.by_arn) expect(counts).toContainEqual([shortIdentity(arn), count]);
      });
    });

    it.each(answers.suspects)('come out exactly for $arn', async (suspect) => {
      await withWorkspace(await readLogs(join(DATASETS, name)), async (workspace) => {
        await workspace.command(ALICE, `/ir suspect ${suspect.arn} ${window}`);

        const [services, actions, timeline, events] = await workspace.answers(4);
        expect(pairsOf(services)).toEqual(
          shown(suspect.services).map(({ eventSource, count }) => [service(eventSource), count]),
        );
        expect(pairsOf(actions)).toEqual(shown(suspect.actions).map(({ eventName, count }) => [eventName, count]));
        expect(pairsOf(timeline, 5).slice(0, 50)).toEqual(
          suspect.rows_top50_by_time_desc.map(({ eventTime, eventSource, eventName, awsRegion, count }) => [
            String(eventTime).replace('T', ' ').replace('Z', ''),
            service(eventSource),
            eventName,
            awsRegion,
            count,
          ]),
        );
        expect(sentenceOf(timeline)).toContain(`at ${suspect.rows_total.toLocaleString('en-US')} moment`);
        expect(sentenceOf(events)).toContain(`made ${suspect.records.toLocaleString('en-US')} call`);
      });
    });
  });

const service = (eventSource: unknown): string => String(eventSource).replace('.amazonaws.com', '');
/** A message shows a hundred rows. */
const shown = <T>(list: readonly T[]): readonly T[] => list.slice(0, 100);
/** The first columns of a table, the last of them as a number. */
const pairsOf = (message: Message | undefined, columns = 2) =>
  tableOf(message).rows.map((row) => [...row.slice(0, columns - 1), Number(row[columns - 1]?.replaceAll(',', ''))]);

describe('the built-in catalogue', () => {
  it('has the notebook’s six questions', () => {
    expect([...readCatalogue().keys()]).toEqual([
      'actions',
      'authfail',
      'events',
      'identities',
      'services',
      'timeline',
    ]);
  });
});
