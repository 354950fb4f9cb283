import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { latestOnly } from '../../src/slack/latest-only.js';
import { eventually } from '../local/slack/bolt-app.js';

/** Notes what is shown. Each of the first showings fails, and is to be tried again so many milliseconds later. */
function recorder(...againMs: number[]) {
  const tried: string[] = [];
  const shown: string[] = [];
  return {
    tried,
    shown,
    show: async (state: string) => {
      tried.push(state);
      const again = againMs.shift();
      if (again === undefined) shown.push(state);
      return again;
    },
  };
}

describe('latestOnly', () => {
  it('shows the first at once and the last at the end, nothing between', async () => {
    const { shown, show } = recorder();
    const card = latestOnly(10_000, show);

    for (const state of ['a', 'b', 'c']) card.show('case', state);
    await new Promise((resolve) => setImmediate(resolve));
    expect(shown).toEqual(['a']);
    card.show('case', 'd');

    expect(await card.stop(1_000)).toEqual([]);
    expect(shown).toEqual(['a', 'd']);
  });

  it('keeps the cases apart', async () => {
    const { shown, show } = recorder();
    const card = latestOnly(10_000, show);

    card.show('one', 'a');
    card.show('two', 'b');
    await card.stop(1_000);

    expect(shown).toEqual(['a', 'b']);
  });

  it('shows the last by itself after the pause', async () => {
    const { shown, show } = recorder();
    const card = latestOnly(5, show);

    card.show('case', 'a');
    card.show('case', 'b');
    await eventually(() => shown.length === 2);

    expect(shown).toEqual(['a', 'b']);
    await card.stop(1_000);
  });

  it('tries again what could not be shown', async () => {
    const { tried, shown, show } = recorder(5, 5);
    const card = latestOnly(1, show);

    card.show('case', 'a');
    await eventually(() => shown.length > 0);

    expect(tried).toEqual(['a', 'a', 'a']);
    expect(await card.stop(1_000)).toEqual([]);
  });

  it('tries the newest state instead, where there is one', async () => {
    const { tried, show } = recorder(30);
    const card = latestOnly(1, show);

    card.show('case', 'a');
    await wait(5);
    card.show('case', 'b');
    card.show('case', 'c');
    await eventually(() => tried.length > 1);
    await wait(10);

    expect(tried).toEqual(['a', 'c']);
    await card.stop(1_000);
  });

  it('waits for its turn to try again also when it is to stop', async () => {
    const { shown, show } = recorder(100);
    const card = latestOnly(10_000, show);
    card.show('case', 'a');
    await wait(5);
    const startMs = Date.now();

    const late = await card.stop(5_000);

    expect(late).toEqual([]);
    expect(shown).toEqual(['a']);
    expect(Date.now() - startMs).toBeGreaterThan(80);
    expect(Date.now() - startMs).toBeLessThan(5_000);
  });

  it('says what it could not show when it had to stop', async () => {
    const { shown, show } = recorder(60_000);
    const card = latestOnly(1, show);

    card.show('late', 'a');
    await wait(5);
    card.show('shown', 'b');

    expect(await card.stop(1_000)).toEqual(['late']);
    expect(shown).toEqual(['b']);
  });
});
