import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { recordsEngine } from '../../src/local/athena/log-engine.js';
import { AFTERNOON, SUSPECT } from './calls.js';
import { ALICE, sentenceOf, startTestWorkspace, tableOf, withWorkspace } from './workspace.js';

const CALLS_OF = `/*
title: Calls of an action
asks: Who called this action?
sentence: "{calls:call|calls} of it."
parameters:
  wanted: action
  message: { type: text, default: '%' }
columns: { actor: identity, eventname: action, total: count }
source: our own
*/
SELECT actor, eventname, count(*) AS total
FROM events
WHERE eventname = :wanted AND coalesce(errormessage, '') LIKE :message
GROUP BY actor, eventname
ORDER BY total DESC
`;
const REGIONS_OF = `/*
title: Regions of a subject
asks: In which regions was it?
sentence: "{subject} was in {rows:region|regions}."
about: subject
columns: { awsregion: region, total: count }
source: our own
*/
SELECT awsregion, count(*) AS total FROM events GROUP BY awsregion
`;

describe('questions of your own', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ir-bot-'));
    await writeFile(join(folder, 'calls-of.sql'), CALLS_OF);
    await writeFile(join(folder, 'regions-of.sql'), REGIONS_OF);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are listed and asked, with values for their parameters', async () => {
    const environment = { IR_DETECTIONS_DIR: folder };
    await withWorkspace(
      await recordsEngine(AFTERNOON),
      async (workspace) => {
        await workspace.command(ALICE, '/ir detections');
        const list = await workspace.told(ALICE);
        expect(list).toContain('calls-of');
        expect(list).toContain('Who called this action?');

        await workspace.command(ALICE, '/ir run calls-of 7d wanted=ListUsers message="%not authorized%"');
        const [answer] = await workspace.answers(1);
        expect(sentenceOf(answer)).toBe('1 call of it.');
        expect(tableOf(answer).rows).toEqual([['ops-admin/i-0abc12', 'ListUsers', '1']]);

        await workspace.command(ALICE, `/ir run regions-of about=${SUSPECT}`);
        expect(sentenceOf((await workspace.answers(2))[1])).toBe('user/ci-deploy was in 1 region.');
      },
      { environment },
    );
  });

  it.each([
    ['a wrong value', 'run calls-of wanted=list-users', 'wanted=\\"list-users\\" is no action. Try wanted=AssumeRole.'],
    ['a missing value', 'run calls-of', 'This question needs wanted. Try wanted=AssumeRole.'],
    ['a missing value, asked by its name', 'calls-of', 'This question needs wanted. Try wanted=AssumeRole.'],
    [
      'an unknown name',
      'run calls-of region=x',
      '\\"region\\" is no parameter of this question. It takes wanted=AssumeRole',
    ],
    ['a value after its name alone', 'calls-of wanted=A', 'Try /ir run calls-of 24h wanted=AssumeRole'],
    ['an unknown question', 'run calls', '\\"calls\\" is no question. The nearest is calls-of.'],
    ['a subject that is none', 'run regions-of about=alice', '\\"alice\\" is no ARN of an identity'],
    [
      'a subject for a question about none',
      'run authfail about=alice',
      '\\"about\\" is no parameter of this question.',
    ],
  ])('%s is refused with an example, before anything starts', async (_, text, message) => {
    const environment = { IR_DETECTIONS_DIR: folder };
    await withWorkspace(
      await recordsEngine([]),
      async (workspace) => {
        await workspace.command(ALICE, `/ir ${text}`);

        expect(await workspace.told(ALICE)).toContain(message);
        expect(workspace.posts()).toEqual([]);
        expect(workspace.athena.statements).toEqual([]);
      },
      { environment },
    );
  });

  it.each([
    ['wrong.sql', CALLS_OF.replace('columns:', 'colums:'), /wrong\.sql.*colums/s],
    ['wrong.sql', CALLS_OF.replace(':wanted', ':unwanted'), /wrong\.sql, line 13: :unwanted is not declared/],
    ['doctor.sql', CALLS_OF, /"doctor" is taken; give the file another name/],
    ['services.sql', CALLS_OF, /"services" is taken; give the file another name/],
  ])('a wrong file stops the start: %s', async (name, text, message) => {
    await writeFile(join(folder, name), text);
    const engine = await recordsEngine([]);
    const workspace = await startTestWorkspace(engine);
    Object.assign(workspace.environment, { IR_DETECTIONS_DIR: folder });

    await expect(workspace.startBot()).rejects.toThrow(message);
    await expect(workspace.startBot()).rejects.toThrow(folder);

    await workspace.close();
    engine.close();
  });
});
