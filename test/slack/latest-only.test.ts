import { describe, expect, it } from '@jest/globals';
import { latestOnly } from '../../src/slack/latest-only.js';

const recorder = () => {
  const shown: string[] = [];
  return { shown, show: async (state: string) => void shown.push(state) };
};

describe('latestOnly', () => {
  it('shows the first at once and the last at the end, nothing between', async () => {
    const { shown, show } = recorder();
    const card = latestOnly(10_000, show);

    for (const state of ['a', 'b', 'c']) card.show('case', state);
    await new Promise((resolve) => setImmediate(resolve));
    expect(shown).toEqual(['a']);

    await card.stop();
    expect(shown).toEqual(['a', 'c']);
  });

  it('keeps the cases apart', async () => {
    const { shown, show } = recorder();
    const card = latestOnly(10_000, show);

    card.show('one', 'a');
    card.show('two', 'b');
    await card.stop();

    expect(shown).toEqual(['a', 'b']);
  });

  it('shows the last by itself after the pause', async () => {
    const { shown, show } = recorder();
    const card = latestOnly(5, show);

    card.show('case', 'a');
    card.show('case', 'b');
    while (shown.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));

    expect(shown).toEqual(['a', 'b']);
    await card.stop();
  });
});
