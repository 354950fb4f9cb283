import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Progress } from '../../src/investigation/run.js';
import { eventually } from '../local/slack/bolt-app.js';
import { answerOf, detectionOf, RUN } from './blocks/answers.js';
import { CASE } from './blocks/cases.js';
import { blocksOf, type ChannelOptions, openChannel } from './open-channel.js';

const AUTHFAIL = detectionOf('authfail');
const ANSWER = answerOf(AUTHFAIL, { identities: [{ actor: 'arn:aws:iam::111122223333:user/alice', denied: '20' }] });
/** What every line about a question names. */
const IDS = { caseId: RUN.caseId, runId: RUN.id, channelId: CASE.channelId };
const progress = (seconds: number): Progress => ({ stage: 'running', scannedBytes: 1_024, totalMs: seconds * 1_000 });

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

/** A channel with a running question. */
async function ask(options: ChannelOptions = {}) {
  const opened = await openChannel(options);
  close = opened.close;
  const { channel, investigation } = opened;
  const { messageTs, permalink } = await channel.postRun(investigation, RUN, AUTHFAIL);
  const run = { ...RUN, messageTs };
  return {
    ...opened,
    messageTs,
    linkToRun: permalink,
    show: (seconds: number) => channel.showProgress(investigation, run, AUTHFAIL, progress(seconds)),
    answer: () => channel.updateRun(investigation, { ...run, answer: ANSWER }, AUTHFAIL),
  };
}

describe('the message of a running question', () => {
  it('shows steps, can be stopped and can be linked to', async () => {
    const { last, investigation, messageTs, linkToRun } = await ask();

    expect(last()).toMatchObject({ ts: messageTs, threadTs: investigation.threadTs });
    expect(blocksOf(last())).toContain('"type":"plan"');
    expect(blocksOf(last())).toContain('ir:stop:v1');
    expect(linkToRun).toContain(messageTs);
  });

  it('is a line where the workspace has no plans, and for every question after', async () => {
    const { channel, investigation, last, refusals } = await ask({ refuseBlocks: ['plan'] });
    const before = refusals.length;

    await channel.postRun(investigation, { ...RUN, id: 'fedcba98765432100123' }, AUTHFAIL);

    expect(blocksOf(last())).toContain('⏳');
    expect(before).toBe(1);
    expect(refusals).toHaveLength(before);
  });

  it('is a line, too, where the workspace takes no plan in an edit', async () => {
    const { slack, channel, investigation, last, lines, show } = await ask();
    slack.failNext('chat.update', { error: 'invalid_blocks' });

    show(3);
    const line = await eventually(() => lines.find((one) => one.includes('a simpler one is used from now on')));
    await channel.postRun(investigation, { ...RUN, id: 'fedcba98765432100123' }, AUTHFAIL);

    expect(JSON.parse(line)).toMatchObject(IDS);
    expect(blocksOf(last())).toContain('⏳');
  });

  it('shows how far it is', async () => {
    const { last, messageTs, show } = await ask();

    show(3);

    await eventually(() => blocksOf(last()).includes('3 s · 1.0 KB'));
    expect(last()?.ts).toBe(messageTs);
  });

  it('shows nothing more for a while than what came first', async () => {
    const { last, show } = await ask();

    for (const seconds of [3, 4, 5]) show(seconds);
    await eventually(() => blocksOf(last()).includes('3 s · '));
    await wait(300);

    expect(blocksOf(last())).toContain('3 s · ');
  });

  it('becomes the answer last, after the edit that is under way', async () => {
    const { last, show, answer } = await ask({ slowEditsMs: 200 });

    show(3);
    show(4);
    await answer();
    show(5);
    await wait(300);

    expect(blocksOf(last())).toContain('user/alice');
  });

  it('drops what it would show when Slack has had too many calls, and holds up no answer', async () => {
    const { slack, last, show, answer, lines } = await ask();
    slack.failNext('chat.update', { status: 429, retryAfterSeconds: 30 });
    const startMs = Date.now();

    show(3);
    const line = await eventually(() => lines.find((one) => one.includes('progress was not shown')));
    await answer();

    expect(JSON.parse(line)).toMatchObject(IDS);
    expect(Date.now() - startMs).toBeLessThan(5_000);
    expect(blocksOf(last())).toContain('user/alice');
  });

  it('drops what Slack does not take for another reason, too', async () => {
    const { slack, last, show, answer, lines } = await ask();
    slack.failNext('chat.update', { error: 'cant_update_message' });

    show(3);
    await eventually(() => lines.join('').includes('progress was not shown'));
    await answer();

    expect(blocksOf(last())).toContain('user/alice');
  });
});

describe('the card', () => {
  it('gets its last state later where Slack has had too many calls, and holds up no message', async () => {
    const { slack, channel, investigation, card, last } = await ask();
    slack.failNext('chat.update', { status: 429, retryAfterSeconds: 1 });
    const startMs = Date.now();

    await channel.updateCard({ ...investigation, questions: 11 });
    await channel.updateCard({ ...investigation, questions: 12 });
    await channel.postDeed(investigation, {
      type: 'noted',
      text: 'meanwhile',
      by: 'U0BOB',
      at: '2026-11-24T10:50:00Z',
    });
    expect(Date.now() - startMs).toBeLessThan(900);
    expect(blocksOf(last())).toContain('meanwhile');
    expect(card()).not.toContain('12 questions');
    await channel.stop();

    expect(card()).toContain('12 questions');
    expect(Date.now() - startMs).toBeGreaterThanOrEqual(1_000);
  });

  it('is tried again where the call did not get through', async () => {
    const { slack, channel, investigation, lines } = await ask();
    slack.failNext('chat.update', { status: 500 });

    await channel.updateCard({ ...investigation, questions: 11 });
    await eventually(() => lines.join('').includes('the case card could not be edited'));

    expect(lines.join('')).toContain('"againMs":5000');
  });

  it('is left as it is where it is gone', async () => {
    const { channel, investigation, lines } = await ask();
    await channel.remove(investigation.channelId, investigation.threadTs);

    await channel.updateCard({ ...investigation, questions: 11 });
    await channel.stop();

    expect(lines.join('')).toContain('message_not_found');
    expect(lines.join('')).not.toContain('case cards that do not show the last state');
  });
});
