import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LogEngine, recordsEngine } from '../../src/local/athena/log-engine.js';
import { COMMANDS } from '../../src/slack/listeners/commands/index.js';
import { ALICE, BOB, sentenceOf, startTestWorkspace, type TestWorkspace, until, withWorkspace } from './workspace.js';

describe('bad input', () => {
  let engine: LogEngine;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    engine = await recordsEngine([
      { eventTime: '2020-01-01T00:00:00Z', eventName: 'X', eventSource: 'x', awsRegion: 'us-east-1' },
    ]);
    workspace = await startTestWorkspace(engine);
    await workspace.startBot();
  });
  afterAll(async () => {
    await workspace.close();
    engine.close();
  });

  it.each([
    ['an unknown word', '/ir frobnicate', '\\"frobnicate\\" is not something I know. Type /ir help'],
    [
      'a window that is none',
      '/ir authfail soon',
      'After authfail comes a window or nothing, not \\"soon\\". Try /ir authfail 24h.',
    ],
    [
      'a window that cannot be read',
      '/ir authfail 99x',
      '\\"99x\\" is not a window. Try 24h, 7d, 2026-11-20..2026-11-22, 2026-11-20T10:00Z..12:30Z or all.',
    ],
    ['too many words', '/ir authfail 24h now', 'After authfail comes a window or nothing'],
    [
      'an ARN that is none',
      '/ir suspect alice',
      '\\"alice\\" is no ARN of an identity, no access key id and no IP address. Try arn:aws:iam::111122223333:user/alice',
    ],
    ['an ARN with quotes', "/ir suspect arn:aws:iam::111122223333:user/x'--", 'is no ARN of an identity'],
    ['no ARN', '/ir suspect', 'Type one ARN after it'],
    ['a word with a letter too many', '/ir authfaill', 'Did you mean /ir authfail?'],
    ['a word in which two letters changed places', '/ir evnets', 'Did you mean /ir events?'],
    ['a quote that is not closed', '/ir run authfail name="a', 'is not closed'],
    ['a window before there is a case', '/ir window 7d', 'No case is open in this channel'],
    ['no window', '/ir window', 'Type one window after it: /ir window 7d'],
    ['a budget that is none', '/ir budget much', 'is no amount of US dollars'],
    ['more than any question needs', `/ir about ${'x'.repeat(3_000)}`, 'I read at most 3,000'],
    ['nobody to ask about', '/ir about', 'There is no suspect yet'],
    ['a drill-down without a suspect', '/ir services', 'There is no suspect yet'],
    [
      'a history without a case',
      '/ir history',
      'No case is open in this channel. The first question opens one: /ir authfail',
    ],
    ['a status without a case', '/ir status', 'No case is open in this channel'],
  ])('%s gets one sentence with the way out, to the person alone, and opens no case', async (_, text, sentence) => {
    const known = workspace.slack.ephemerals(ALICE).length;

    await workspace.command(ALICE, text);

    expect(await workspace.told(ALICE, known)).toContain(sentence);
    expect(workspace.slack.ephemerals(ALICE)).toHaveLength(known + 1);
    expect(workspace.slack.ephemerals(BOB)).toEqual([]);
    expect(workspace.posts()).toEqual([]);
  });

  it('a channel that the bot is not in gets the way in', async () => {
    const known = workspace.slack.ephemerals(ALICE).length;

    await workspace.command(ALICE, '/ir authfail', 'C0RANDOM');

    expect(await workspace.told(ALICE, known)).toContain(
      'I am not in this channel. Type /invite @ir-bot here, then ask again.',
    );
    await workspace.command(ALICE, '/ir status', 'C0RANDOM');
    expect(await workspace.told(ALICE, known + 1)).toContain('No case is open in this channel');
  });

  it('nothing typed, and help, show what can be asked', async () => {
    const known = workspace.slack.ephemerals(ALICE).length;
    await workspace.command(ALICE, '/ir');
    const help = await workspace.told(ALICE, known);

    // Commands that belong together share a line, where /ir stands once.
    const usages = ['authfail [window]', ...COMMANDS.map((command) => command.usage)];
    expect(usages.filter((usage) => !help.includes(`"/ir ${usage}"`) && !help.includes(`"${usage}"`))).toEqual([]);
    for (const view of ['calls', 'actions', 'timeline', 'events', 'keys']) expect(help).toContain(`"${view}"`);
  });

  it('an empty result is said as such', async () => {
    await workspace.command(BOB, '/ir authfail 24h');

    const [answer] = await workspace.answers(1);
    expect(JSON.stringify(answer?.blocks)).toContain('no matching events');
  });

  it('a failed query is said with Athena’s reason, in the thread and to the person, and leaves the suspect as it was', async () => {
    const known = workspace.slack.ephemerals(ALICE).length;
    workspace.athena.failNext('StartQueryExecution', {
      type: 'InvalidRequestException',
      message: 'WorkGroup nowhere is not found.',
    });

    await workspace.command(ALICE, '/ir authfail 7d');

    expect(await workspace.told(ALICE, known)).toContain('WorkGroup nowhere is not found');
    const answers = await workspace.answers(2);
    expect(JSON.stringify(answers[1]?.blocks)).toContain('WorkGroup nowhere is not found');
    await until(
      'the card counts it',
      () => JSON.stringify(workspace.card().blocks).includes('2 questions') || undefined,
    );
    expect(JSON.stringify(workspace.card().blocks)).toContain('not chosen yet');
  });

  it('the card’s history is shown to the person who clicked, and asks nothing', async () => {
    const before = workspace.athena.statements.length;
    const known = workspace.slack.ephemerals(ALICE).length;

    await workspace.click(ALICE, workspace.card(), 'History');

    expect(await workspace.told(ALICE, known)).toContain('opened the case');
    expect(workspace.athena.statements.length).toBe(before);
  });
});

describe('a table that does not exist', () => {
  it('is named to the person who asked, with the variables to check', async () => {
    const environment = { IR_ATHENA_TABLE: 'nope' };
    await withWorkspace(
      await recordsEngine([]),
      async (workspace) => {
        await workspace.command(ALICE, '/ir authfail');

        const told = await workspace.told(ALICE);
        expect(told).toContain('nope');
        expect(told).toContain('IR_ATHENA_TABLE');
      },
      { environment },
    );
  });
});

describe('a workspace that refuses a block', () => {
  it.each([
    ['data_table', ['data_table'], 'table'],
    ['both tables', ['data_table', 'table'], 'rich_text'],
  ])('%s: the answer comes in a simpler form', async (_, refuseBlocks, type) => {
    const eventTime = new Date(Date.now() - 60_000).toISOString().replace(/\.\d+/, '');
    const call = { eventTime, eventName: 'ListUsers', eventSource: 'iam.amazonaws.com', errorCode: 'AccessDenied' };
    const arn = 'arn:aws:iam::111122223333:user/alice';
    await withWorkspace(
      await recordsEngine([{ ...call, awsRegion: 'us-east-1', userIdentity: { type: 'IAMUser', arn } }]),
      async (workspace) => {
        await workspace.command(ALICE, '/ir authfail');

        const [answer] = await workspace.answers(1);
        expect(answer?.blocks?.map((block) => block.type)).toContain(type);
        expect(JSON.stringify(answer?.blocks)).not.toContain('data_table"');
        expect(JSON.stringify(answer?.blocks)).toContain('user/alice');
      },
      { refuseBlocks },
    );
  });
});

describe('a Slack that does not take everything', () => {
  it('a bot that was removed from the channel says so, and the case is as it was', async () => {
    await withWorkspace(await recordsEngine([]), async (workspace) => {
      await workspace.command(ALICE, '/ir authfail');
      await workspace.answers(1);
      await until(
        'the card counts it',
        () => JSON.stringify(workspace.card().blocks).includes('1 question ') || undefined,
      );
      workspace.slack.failNext('chat.postMessage', { error: 'not_in_channel' });

      await workspace.command(ALICE, '/ir authfail 7d');

      expect(await workspace.told(ALICE)).toContain(
        'I am not in this channel. Type /invite @ir-bot here, then ask again.',
      );
      await workspace.command(ALICE, '/ir status');
      expect(await workspace.told(ALICE, 1)).toContain('1 question ');
    });
  });

  it('an answer whose message was deleted meanwhile comes in a new one', async () => {
    await withWorkspace(await recordsEngine([]), async (workspace) => {
      workspace.slack.failNext('chat.update', { error: 'message_not_found' });

      await workspace.command(ALICE, '/ir authfail');

      await until('the answer', () => workspace.posts().find(({ text }) => text.includes('no matching events')));
    });
  });

  it('an answer without a link to it is still an answer', async () => {
    await withWorkspace(await recordsEngine([]), async (workspace) => {
      // That of the card, and that of the answer.
      for (let call = 0; call < 2; call++) {
        workspace.slack.failNext('chat.getPermalink', { error: 'internal_error' });
      }

      await workspace.command(ALICE, '/ir authfail');

      expect(sentenceOf((await workspace.answers(1))[0])).toContain('no matching events');
      await workspace.command(ALICE, '/ir history');
      expect(await workspace.told(ALICE)).not.toContain('→ answer');
    });
  });
});
