import { describe, expect, it } from '@jest/globals';
import { readCatalogue } from '../../src/detections/catalogue.js';
import type { Run } from '../../src/investigation/run.js';
import type { Message } from '../../src/local/slack/protocol.js';
import { alreadyRunningMessage } from '../../src/slack/blocks/already-running.js';
import { answerForms } from '../../src/slack/blocks/answer.js';
import { failedMessage } from '../../src/slack/blocks/failed.js';
import type { Rendered } from '../../src/slack/blocks/message.js';
import { runningForms } from '../../src/slack/blocks/running.js';
import { aboutOf, type Seen, verdictOf } from './outcome.js';

const catalogue = readCatalogue();
const detection = [...catalogue.detections.values()].find(({ id }) => id === 'authfail');
if (!detection) throw new Error('there is no question authfail');

const run: Run = {
  id: 'a'.repeat(20),
  caseId: 'T0LOCAL-1',
  detection: 'authfail',
  window: { text: '24h', span: { from: '2026-11-23T10:00:00Z', to: '2026-11-24T10:00:00Z' } },
  parameters: {},
  askedBy: 'U0ALICE',
  askedAt: '2026-11-24T10:00:00.000Z',
  state: 'answered',
  statistics: { scannedBytes: 1, totalMs: 1 },
  notSearched: [],
};
const tables = [{ name: 'identities', rows: [], totalRows: 0, totalCalls: 0 }];
const message = ({ text, blocks }: Rendered, changes: Partial<Message> = {}): Message => ({
  channelId: 'C0INC042',
  ts: '1.000001',
  threadTs: '1.000000',
  userId: 'U0IRBOT',
  text,
  blocks: JSON.parse(JSON.stringify(blocks)),
  ...changes,
});
const first = (forms: readonly Rendered[]): Rendered => {
  const [form] = forms;
  if (!form) throw new Error('there is no form');
  return form;
};

describe('what a message is about', () => {
  it.each<[string, Message]>([
    ['answer', message(first(answerForms(run, { tables }, detection)))],
    ['failure', message(failedMessage({ ...run, state: 'failed', reason: 'Athena is down.' }, detection))],
    ['failure', message(failedMessage({ ...run, state: 'failed', stoppedBy: 'U0BOB' }, detection))],
    ['running', message(first(runningForms(run, detection)))],
    ['running', message(runningForms(run, detection)[1] ?? first([]))],
    ['pointed', message(alreadyRunningMessage({ ...run, askedBy: 'U0BOB' }, catalogue), { ephemeralFor: 'U0ALICE' })],
    [
      'pointed',
      message({ text: 'The same question was being asked already.', blocks: [] }, { ephemeralFor: 'U0ALICE' }),
    ],
    ['failure', message({ text: 'That failed.', blocks: [] }, { ephemeralFor: 'U0ALICE' })],
  ])('is known of the bot’s own messages: %s', (sort, shown) => {
    expect(aboutOf(shown)).toEqual({ sort, asker: 'U0ALICE' });
  });

  it('is nobody’s question where it is another message', () => {
    expect(aboutOf(message({ text: 'Case 1', blocks: [] }))).toBeUndefined();
  });
});

describe('the verdict over a question', () => {
  const NOTHING: Seen = { answers: [], failures: [], running: [], told: [], pointed: [] };
  const one = message({ text: '', blocks: [] });

  it.each<[string, Partial<Seen>]>([
    ['lost', {}],
    ['lost', { running: [one] }],
    ['answered', { answers: [one] }],
    ['answered', { answers: [one], bySlack: 'operation_timeout' }],
    ['stated failure', { failures: [one] }],
    ['stated failure', { failures: [one], told: [one] }],
    ['stated failure', { told: [one] }],
    ['stated failure', { bySlack: 'operation_timeout' }],
    ['pointed to', { pointed: [one] }],
    ['duplicated', { answers: [one, one] }],
    ['duplicated', { answers: [one], failures: [one] }],
    ['duplicated', { answers: [one], told: [one] }],
    ['duplicated', { failures: [one, one] }],
    ['duplicated', { answers: [one], pointed: [one] }],
  ])('is %s for %j', (verdict, seen) => {
    expect(verdictOf({ ...NOTHING, ...seen })).toBe(verdict);
  });
});
