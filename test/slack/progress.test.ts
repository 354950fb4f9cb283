import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type ProgressBoard, progressBoard } from '../../src/slack/progress.js';
import { eventually } from '../local/slack/bolt-app.js';

let board: ProgressBoard<string> | undefined;
afterEach(() => board?.stop());

/** A board, and what it shows; `quietMs` says how long nothing is to be shown after each. */
function open(pauseMs: number, ...quietMs: number[]) {
  const shown: string[] = [];
  board = progressBoard<string>(pauseMs, async (state) => {
    shown.push(state);
    return quietMs.shift();
  });
  return { shown, board };
}

describe('the board of running questions', () => {
  it('shows the first at once, and of the others the last, after the pause', async () => {
    const { shown, board } = open(30);

    for (const state of ['a', 'b', 'c']) board.show('run', state);
    expect(shown).toEqual(['a']);
    await eventually(() => shown.length > 1);
    await wait(60);

    expect(shown).toEqual(['a', 'c']);
  });

  it('shows several in turn, one in a pause', async () => {
    const { shown, board } = open(30);

    for (const state of [1, 2]) {
      board.show('one', `one ${state}`);
      board.show('two', `two ${state}`);
    }
    expect(shown).toEqual(['one 1']);
    await eventually(() => shown.length > 2);

    expect(shown).toEqual(['one 1', 'two 2', 'one 2']);
  });

  it('drops what waits when it is told to be quiet, and is quiet for so long', async () => {
    const { shown, board } = open(1, 50);

    board.show('run', 'refused');
    board.show('other', 'dropped');
    await wait(20);
    expect(shown).toEqual(['refused']);
    board.show('run', 'later');
    await eventually(() => shown.length > 1);
    await wait(20);

    expect(shown).toEqual(['refused', 'later']);
  });

  it('ends when what is under way is done, and forgets what waits', async () => {
    const events: string[] = [];
    const slow = progressBoard<string>(1, async (state) => {
      await wait(20);
      events.push(state);
      return undefined;
    });
    slow.show('run', 'a');
    slow.show('run', 'b');

    await slow.end('run');
    events.push('ended');
    await wait(60);

    expect(events).toEqual(['a', 'ended']);
    slow.stop();
  });
});
