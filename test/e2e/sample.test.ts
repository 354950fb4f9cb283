import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { shortIdentity } from '../../src/detections/identity.js';
import { readLogs } from '../../src/local/athena/logs.js';
import { writeSample } from '../../src/local/sample/sample.js';
import { ALICE, BOB, sentenceOf, tableOf, withWorkspace } from './workspace.js';

describe('the sample', () => {
  it('tells its story: the refused key, what it did, and the session that it got', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ir-bot-'));
    const summary = await writeSample(folder, { now: new Date() });
    const suspect = shortIdentity(summary.suspectArn);
    const session = shortIdentity(summary.roleSessionArn);
    const refused = summary.denials.byArn[summary.suspectArn];

    await withWorkspace(await readLogs(folder), async (workspace) => {
      await workspace.command(ALICE, '/ir authfail');
      expect(sentenceOf((await workspace.answers(1))[0])).toContain(`of them to ${suspect}.`);

      await workspace.command(ALICE, '/ir identities');
      const identities = (await workspace.answers(2))[1];
      const counts = tableOf(identities).rows.map(([identity, , count]) => [identity, Number(count)]);
      expect(counts[0]).toEqual([suspect, refused]);
      expect(counts).toContainEqual([session, summary.denials.byOtherArn[summary.roleSessionArn]]);

      if (!identities) throw new Error('no answer to click in');
      await workspace.click(BOB, identities, session);
      const [services] = (await workspace.answers(6)).slice(2);
      expect(tableOf(services).rows.map(([service]) => service)).toEqual(
        expect.arrayContaining(['s3', 'secretsmanager']),
      );
    });
    await rm(folder, { recursive: true, force: true });
  }, 60_000);
});
