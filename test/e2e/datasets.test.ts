import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readCatalogue } from '../../src/detections/catalogue.js';
import { readLogs } from '../../src/local/athena/logs.js';
import { ALICE, startTestWorkspace, tableOf } from './workspace.js';

/** Public CloudTrail records with known answers, where they lie beside the clone. */
const DATASETS = join('..', 'shared', 'datasets');
const withDatasets = existsSync(DATASETS) ? describe : describe.skip;

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

withDatasets.each(['invictus-stratus', 'traildiscover'])('the known answers of %s', (name) => {
  const answers = ANSWERS.parse(JSON.parse(readFileSync(join(DATASETS, name, 'answers.json'), 'utf8')));
  const { first_utc: first, last_utc: last } = answers.window;
  const window = `${first.slice(0, 10)}..${last.slice(0, 10)}`;

  it('come out exactly, by command and by click', async () => {
    const engine = await readLogs(join(DATASETS, name));
    const workspace = await startTestWorkspace(engine);
    await workspace.startBot();
    const ask = async (text: string, total: number) => {
      await workspace.command(ALICE, text);
      return (await workspace.answers(total)).at(-1);
    };

    const { denials_not_aws_service: denied, denials_notebook_filter: notebook } = answers;
    expect(JSON.stringify((await ask(`/ir authfail ${window}`, 1))?.blocks)).toContain(
      `${denied.total} calls were refused`,
    );

    const identities = await ask(`/ir identities ${window}`, 2);
    const counts = new Map(tableOf(identities).rows.map((row) => [row[0], Number(row[2])]));
    expect([...counts.values()]).toEqual(denied.by_arn.map(({ count }) => count));
    for (const { arn, count } of notebook.by_arn) expect(counts.get(arn?.split(':').at(-1) ?? '')).toBe(count);

    let done = 2;
    for (const suspect of answers.suspects) {
      await workspace.command(ALICE, `/ir suspect ${suspect.arn} ${window}`);
      done += 4;
      const [services, actions, timeline, events] = (await workspace.answers(done)).slice(-4);
      const pairs = (message: typeof services) =>
        tableOf(message).rows.map(([value, count]) => [value, Number(count?.replaceAll(',', ''))]);

      expect(pairs(services)).toEqual(
        suspect.services
          .slice(0, 100)
          .map(({ eventSource, count }) => [String(eventSource).replace('.amazonaws.com', ''), count]),
      );
      expect(pairs(actions)).toEqual(suspect.actions.slice(0, 100).map(({ eventName, count }) => [eventName, count]));
      expect(
        tableOf(timeline)
          .rows.slice(0, 50)
          .map(([time, service, action, region, count]) => [time, service, action, region, Number(count)]),
      ).toEqual(
        suspect.rows_top50_by_time_desc.map(({ eventTime, eventSource, eventName, awsRegion, count }) => [
          String(eventTime).replace('T', ' ').replace('Z', ''),
          String(eventSource).replace('.amazonaws.com', ''),
          eventName,
          awsRegion,
          count,
        ]),
      );
      expect(JSON.stringify(timeline?.blocks)).toContain(`${suspect.rows_total.toLocaleString('en-US')} moment`);
      expect(JSON.stringify(events?.blocks)).toContain(`made ${suspect.records.toLocaleString('en-US')} call`);
    }
    await workspace.close();
    engine.close();
  }, 60_000);
});

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
