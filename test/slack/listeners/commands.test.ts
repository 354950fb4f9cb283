import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ABOUT, readCatalogue } from '../../../src/detections/catalogue.js';
import { UserFacingError } from '../../../src/errors.js';
import { ACTIONS, type Retry, retryValue } from '../../../src/slack/blocks/button-value.js';
import { CLICKS } from '../../../src/slack/listeners/actions/index.js';
import { COMMANDS, runCommand } from '../../../src/slack/listeners/commands/index.js';
import { NOTHING, writtenDown } from './written-down.js';

const CONFIRM = CLICKS.find(({ actionId }) => actionId === ACTIONS.confirm);
const ORIGIN = { teamId: 'T1', channelId: 'C1', userId: 'U1', deliveryId: '1.2' };

/** Runs commands, and remembers what they ask. */
function commands() {
  const { asked, deps } = writtenDown();
  return { asked, run: (text: string) => runCommand(deps, ORIGIN, text, 'trigger') };
}

describe('commands', () => {
  const { detections, views } = readCatalogue();

  it('have names of their own; only what somebody did is both a command and a question', () => {
    const names = COMMANDS.map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => detections.has(name) || views.has(name))).toEqual([ABOUT]);
    for (const { name, usage } of COMMANDS) expect(usage.split(' ')[0]).toBe(name);
  });

  it('ask every question and every table by its own name', async () => {
    const { asked, run } = commands();
    const words = [...detections.keys(), ...views.keys()].filter((word) => word !== ABOUT);

    for (const word of words) await expect(run(`${word.toUpperCase()} 7d`)).rejects.toThrow(NOTHING);

    expect(asked).toEqual([
      ...[...detections.keys()].filter((id) => id !== ABOUT).map((id) => ['ask', { detection: id, window: '7d' }]),
      ...[...views].map(([name, { detection }]) => ['ask', { detection: detection.id, view: name, window: '7d' }]),
    ]);
  });

  it.each([
    [
      'about AKIAIOSFODNN7EXAMPLE',
      ['ask', { detection: 'about', about: { kind: 'key', value: 'AKIAIOSFODNN7EXAMPLE' } }],
    ],
    ['suspect 192.0.2.7 7d', ['chooseSuspect', { kind: 'address', value: '192.0.2.7' }, '7d']],
    ['run authfail 7d a=b', ['ask', { detection: 'authfail', window: '7d', parameters: { a: 'b' } }]],
    [
      'run about about="agent:a b"',
      ['ask', { detection: 'about', about: { kind: 'agent', value: 'a b' }, parameters: {} }],
    ],
    ['window 7d', ['setWindow', '7d']],
    ['budget $5', ['setBudget', 5]],
    ['open', ['open', undefined]],
    ['open Leaked "deploy" key', ['open', 'Leaked "deploy" key']],
    ['open “Leaked key”', ['open', 'Leaked key']],
    ['close', ['close', undefined]],
    ['close the key is off', ['close', 'the key is off']],
    ['reopen', ['reopen', undefined]],
    ['reopen 7', ['reopen', 7]],
    ['note "rotated &amp; told bob"', ['note', 'rotated & told bob']],
    ['cases', ['cases', 'T1', 10, { of: 'open' }]],
    ['cases mine', ['cases', 'T1', 10, { of: { userId: ORIGIN.userId } }]],
    ['export #7', ['exportEvidence', 7]],
    ['history', ['history', undefined]],
    ['history 7', ['history', 7]],
    ['status', ['status']],
    ['ask services', ['status']],
  ])('read %j', async (text, expected) => {
    const { asked, run } = commands();

    await expect(run(text)).rejects.toThrow(NOTHING);

    expect(asked).toEqual([expected]);
  });

  it.each([
    [`open ${'x'.repeat(101)}`, 'The title is 101 characters long; 100 is the most.'],
    [`note ${'x'.repeat(1_001)}`, 'The note is 1,001 characters long; 1,000 is the most.'],
    [`close ${'x'.repeat(1_001)}`, 'The note is 1,001 characters long; 1,000 is the most.'],
    ['note', 'Type what has to be remembered: /ir note'],
    ['reopen seven', '"seven" is no number of a case. Try /ir reopen 7'],
    ['cases closed', '"closed" is no selection of cases. Try /ir cases open, /ir cases mine, /ir cases all.'],
    ['ask authfial', '"authfial" is no question. The nearest is authfail.'],
    ['repoen', 'Did you mean /ir reopen?'],
  ])('say what is wrong with %.30s', async (text, says) => {
    const { asked, run } = commands();

    await expect(run(text)).rejects.toThrow(says);

    expect(asked).toEqual([]);
  });

  it('open no form where Slack gives no leave to', async () => {
    const { deps } = writtenDown({ status: async () => undefined });

    await expect(runCommand(deps, ORIGIN, 'ask')).rejects.toThrow('Slack opens no form from here.');
  });

  it('tell the person what is wrong, whatever is typed', async () => {
    const { run } = commands();
    const words = fc.constantFrom(...COMMANDS.map(({ name }) => name), ...detections.keys(), ...views.keys(), '');
    const typed = fc.tuple(words, fc.string({ unit: 'binary' })).map(([word, rest]) => `${word} ${rest}`);

    await fc.assert(
      fc.asyncProperty(fc.oneof(typed, fc.string({ unit: 'binary' })), async (text) => {
        const outcome = await run(text).catch((cause: unknown) => cause);

        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(UserFacingError);
      }),
      { numRuns: 300 },
    );
  });
});

describe('clicks', () => {
  it('that ask again stand for what is asked, not for themselves, however often it fails', () => {
    const again = CLICKS.find(({ actionId }) => actionId === ACTIONS.retry);
    const retry = { kind: 'command', text: 'authfail' } as const;

    expect(again?.again?.(retryValue(retry))).toEqual(retry);
    expect(again?.again?.('made up')).toBeUndefined();
  });

  it('that ask again do so of what was confirmed, too', async () => {
    const { asked, origins, deps } = writtenDown();
    const again = CLICKS.find(({ actionId }) => actionId === ACTIONS.retry);
    const value = retryValue({ kind: 'action', actionId: ACTIONS.confirm, value: 'c|authfail all' });

    await expect(again?.run(deps, ORIGIN, value)).rejects.toThrow(NOTHING);

    expect(asked).toEqual([['ask', { detection: 'authfail', window: 'all' }]]);
    expect(origins).toEqual([{ ...ORIGIN, isConfirmed: true }]);
  });

  it('have a handler for every action of ours, and no action id that begins another', () => {
    const ids = CLICKS.map(({ actionId }) => actionId);

    expect([...ids].sort()).toEqual(Object.values(ACTIONS).sort());
    expect(ids.filter((id) => ids.some((other) => other !== id && other.startsWith(`${id}:`)))).toEqual([]);
  });

  it.each<[Retry, unknown[]]>([
    [{ kind: 'command', text: 'services all' }, ['ask', { detection: 'about', view: 'services', window: 'all' }]],
    [{ kind: 'action', actionId: 'ir:ask:v1:keys', value: 'keys' }, ['ask', { detection: 'about', view: 'keys' }]],
    [
      { kind: 'action', actionId: 'ir:suspect:v1:0', value: '2|T1-7|0123456789abcdef0123|identities|0|0' },
      ['pickSuspect', { caseId: 'T1-7', runId: '0123456789abcdef0123', table: 'identities', row: 0, column: 0 }],
    ],
    [
      { kind: 'action', actionId: 'ir:again:v1', value: '2|T1-7|0123456789abcdef0123|' },
      ['askAgain', { caseId: 'T1-7', runId: '0123456789abcdef0123', table: undefined }],
    ],
  ])('that confirm do once more what was done, confirmed: %j', async (retry, expected) => {
    const { asked, origins, deps } = writtenDown();

    await expect(CONFIRM?.run(deps, ORIGIN, retryValue(retry))).rejects.toThrow(NOTHING);

    expect(asked).toEqual([expected]);
    expect(origins).toEqual([{ ...ORIGIN, isConfirmed: true }]);
  });

  it.each([
    [ACTIONS.stop, '2|T1-7|0123456789abcdef0123|', ['stop', { caseId: 'T1-7', runId: '0123456789abcdef0123' }]],
    [
      ACTIONS.fullNames,
      '2|T1-7|0123456789abcdef0123|identities',
      ['fullNames', { caseId: 'T1-7', runId: '0123456789abcdef0123', table: 'identities' }],
    ],
    [ACTIONS.history, 'open', ['history', undefined]],
    [ACTIONS.history, 'T1-7', ['openCaseById', 'T1-7']],
    [ACTIONS.caseMenu, 'close|T1-7', ['openCaseById', 'T1-7']],
    [ACTIONS.form, 'T1-7', ['openCaseById', 'T1-7']],
    [ACTIONS.reopen, 'T1-7', ['openCaseById', 'T1-7']],
    [ACTIONS.exportCase, 'T1-7', ['openCaseById', 'T1-7']],
    [ACTIONS.casesPage, 'mine|2', ['cases', 'T1', 10, { of: { userId: ORIGIN.userId }, from: 2 }]],
  ])('on %s read %j', async (actionId, value, expected) => {
    const { asked, deps } = writtenDown();
    const click = CLICKS.find((known) => known.actionId === actionId);

    await expect(click?.run(deps, ORIGIN, value)).rejects.toThrow(NOTHING);

    expect(asked).toEqual([expected]);
  });

  it('refuse values that are none of ours', async () => {
    for (const click of CLICKS) {
      const { asked, deps } = writtenDown();

      await expect(click.run(deps, ORIGIN, 'evil|<!channel>')).rejects.toThrow(UserFacingError);

      expect(asked).toEqual([]);
    }
  });

  it.each([
    'a|ir:history:v1|open',
    'a|ir:table:v1|2|T1-7|0123456789abcdef0123|keys',
    'a|ir:confirm:v1|c|authfail',
    'a|ir:suspect:v10|x',
    'x',
    undefined,
  ])('that confirm refuse what asks nothing: %s', async (value) => {
    const { asked, deps } = writtenDown();

    await expect(CONFIRM?.run(deps, ORIGIN, value)).rejects.toThrow(UserFacingError);

    expect(asked).toEqual([]);
  });
});
