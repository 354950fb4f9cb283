import { describe, expect, it } from '@jest/globals';
import { helpMessage } from '../../../src/slack/blocks/help.js';
import { CATALOGUE, textsIn } from './answers.js';
import { refusalOf } from './refusal-of.js';

const COMMANDS = [
  { usage: 'about <arn|role|key|address> [window]', says: 'Ask what somebody did; the suspect stays.' },
  ...Array.from({ length: 9 }, (_, at) => ({ usage: `command${at}`, says: 'Do something.' })),
];

describe('the help', () => {
  it('names the questions of every day, what leads the case, and the forms of a window, on one screen', () => {
    const { blocks } = helpMessage(CATALOGUE, COMMANDS);
    const texts = textsIn(blocks).join('');

    for (const id of [
      'authfail',
      'identities',
      'calls',
      'services',
      'actions',
      'timeline',
      'events',
      'sources',
      'keys',
      'errors',
    ])
      expect(textsIn(blocks).some((text) => text === id || text.startsWith(`/ir ${id}`))).toBe(true);
    for (const window of ['15m', '24h', '7d', '2026-11-20', '2026-11-20T10:00Z..12:30Z', 'all'])
      expect(texts).toContain(window);
    for (const part of ['/ir about <arn|role|key|address> [window]', '/ir command8', '/ir detections'])
      expect(texts).toContain(part);
    expect(texts).not.toContain('notebook-2');
    expect([...JSON.stringify(blocks).matchAll(/"rich_text_section"|"context"/g)].length).toBeLessThanOrEqual(20);
    expect(refusalOf(blocks)).toBeUndefined();
  });

  it('puts the commands of a group into one line, where its first one stands', () => {
    const { blocks } = helpMessage(CATALOGUE, [
      { usage: 'open [title]', says: 'Begin a case.', group: 'case' },
      { usage: 'status', says: 'Show it.' },
      { usage: 'close [note]', says: 'End it.', group: 'case' },
    ]);

    expect(textsIn(blocks).join('')).toContain(
      '/ir open [title] close [note]  Begin a case. End it./ir status  Show it.',
    );
  });

  it('says what to type in a thread', () => {
    expect(textsIn(helpMessage(CATALOGUE, []).blocks).join('')).toContain('type @ir-bot instead of /ir');
  });

  it('explains the question about the suspect itself where no command does', () => {
    expect(textsIn(helpMessage(CATALOGUE, []).blocks)).toContain('/ir about [window]');
  });
});
