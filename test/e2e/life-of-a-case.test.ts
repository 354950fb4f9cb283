import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LogEngine, recordsEngine } from '../../src/local/athena/log-engine.js';
import { AFTERNOON } from './calls.js';
import { ALICE, BOB, CHANNEL, OUTSIDER, startTestWorkspace, type TestWorkspace, until } from './workspace.js';

/** Each step begins where the one before it ended. */
describe('the life of a case', () => {
  let engine: LogEngine;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    engine = await recordsEngine(AFTERNOON);
    workspace = await startTestWorkspace(engine);
    await workspace.startBot();
  });
  afterAll(async () => {
    await workspace.close();
    engine.close();
  });

  const cardSays = (text: string) =>
    until(`the card says ${text}`, () => JSON.stringify(workspace.card().blocks).includes(text) || undefined);

  it('begins with a title, and asks for nothing yet', async () => {
    await workspace.command(ALICE, '/ir open Leaked key <!channel> of ci-deploy');

    await until('the case', () => workspace.log.find((line) => line.includes('case opened')));
    expect(workspace.card().blocks?.[0]).toMatchObject({
      type: 'header',
      text: { type: 'plain_text', text: 'Case 1 · Leaked key <!channel> of ci-deploy' },
    });
    expect(workspace.athena.statements).toEqual([]);
  });

  it('cannot be opened twice in a channel', async () => {
    await workspace.command(BOB, '/ir open another');

    expect(await workspace.told(BOB)).toContain('Case 1 is open in this channel');
  });

  it('takes questions and notes, which its thread shows', async () => {
    await workspace.click(ALICE, workspace.card(), 'Refused calls');
    await workspace.answers(1);
    await workspace.command(BOB, '/ir note Owner of the key was called: *he* knows nothing.');

    const note = await workspace.inThread('he* knows nothing');
    expect(note.threadTs).toBe(workspace.card().ts);
    expect(JSON.stringify(note.blocks)).toContain(BOB);
  });

  it('remembers who was turned away', async () => {
    await workspace.command(OUTSIDER, '/ir authfail');
    expect(await workspace.told(OUTSIDER)).toContain("not on the responders' list");

    await until('the history has it', async () => {
      const known = workspace.slack.ephemerals(ALICE).length;
      await workspace.command(ALICE, '/ir history');
      return /U0CAROL.*was refused/.test(await workspace.told(ALICE, known)) || undefined;
    });
  });

  it('hands out its evidence, whose sums are those of the files', async () => {
    await workspace.command(BOB, '/ir export');

    const shared = await until('files', () => workspace.posts().find(({ files }) => files));
    const list = await workspace.inThread('SHA-256');
    const texts = await Promise.all(
      (shared.files ?? []).map(async ({ url }) => {
        const headers = { authorization: `Bearer ${workspace.slack.botToken}` };
        return Buffer.from(await (await fetch(new URL(url, workspace.slack.url), { headers })).arrayBuffer());
      }),
    );
    expect(texts.length).toBeGreaterThan(2);
    for (const text of texts) {
      expect(JSON.stringify(list.blocks)).toContain(createHash('sha256').update(text).digest('hex'));
    }
    expect(String(texts[0])).toContain('# Case 1: Leaked key \\<\\!channel\\> of ci-deploy');
    expect(String(texts[1])).toContain('arn:aws:iam::111122223333:user/ci-deploy');
  });

  it('is closed with a note, from the menu of its card', async () => {
    const form = await workspace.form(BOB, () => workspace.click(BOB, workspace.card(), 'Close case'));
    const [field] = form.blocks.filter(({ type }) => type === 'input');
    const actionId = (field?.element as { action_id?: string } | undefined)?.action_id ?? '';

    const result = await workspace.submit(BOB, form, {
      [field?.block_id ?? '']: { [actionId]: { type: 'plain_text_input', value: 'Key was rotated.' } },
    });

    expect(result).toEqual({ ok: true });
    await cardSays('Key was rotated.');
    await cardSays('Reopen');
    expect(JSON.stringify(workspace.card().blocks)).not.toContain('Refused calls');
  });

  it('takes no questions in its thread any more, but still shows what it has', async () => {
    const threadTs = workspace.card().ts;
    const known = workspace.slack.ephemerals(ALICE).length;
    await workspace.say(ALICE, '@ir-bot authfail', threadTs);
    expect(await workspace.told(ALICE, known)).toContain('Case 1 is closed');

    await workspace.say(ALICE, '@ir-bot history', threadTs);

    expect(await workspace.told(ALICE, known + 1)).toContain('History of case 1');
    expect(workspace.athena.statements).toHaveLength(1);
  });

  it('is listed with the other cases, in the channel and in the Home tab', async () => {
    await workspace.command(ALICE, '/ir open second');
    await until('the second card', () => workspace.posts().find(({ text }) => text.includes('Case 2')));
    const known = workspace.slack.ephemerals(ALICE).length;

    await workspace.command(ALICE, '/ir cases all');
    const list = await workspace.told(ALICE, known);
    const home = await workspace.home(ALICE, () => workspace.slack.act({ type: 'home_opened', as: ALICE }));
    const stranger = await workspace.home(OUTSIDER, () => workspace.slack.act({ type: 'home_opened', as: OUTSIDER }));

    expect(list.indexOf('Case 2')).toBeLessThan(list.indexOf('Case 1'));
    expect(JSON.stringify(home.blocks)).toContain('Case 2');
    expect(JSON.stringify(home.blocks)).not.toContain('Case 1');
    expect(JSON.stringify(stranger.blocks)).toContain("not on the responders' list");
    expect(JSON.stringify(stranger.blocks)).not.toContain('Case 2');
  });

  it('goes on when it is reopened, once no other is open', async () => {
    const known = workspace.slack.ephemerals(BOB).length;
    await workspace.click(BOB, workspace.card(), 'Reopen');
    expect(await workspace.told(BOB, known)).toContain('Case 2 is open in this channel');
    await workspace.command(BOB, '/ir close');
    await until('the second is closed', async () =>
      workspace
        .posts()
        .find(({ text, threadTs }) => threadTs === undefined && text.includes('Case 2 · second: closed')),
    );

    await workspace.click(BOB, workspace.card(), 'Reopen');

    await cardSays('Refused calls');
    await cardSays('reopened once');
    expect(workspace.slack.messages(CHANNEL).filter(({ threadTs }) => threadTs === undefined)).toHaveLength(2);
  });
});
