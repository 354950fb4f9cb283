import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { inTurn } from '../src/in-turn.js';

describe('inTurn', () => {
  it('runs works of one key one after the other, and others beside them', async () => {
    const take = inTurn();
    const seen: string[] = [];
    const work = (name: string, durationMs: number) => async () => {
      seen.push(`${name} begins`);
      await sleep(durationMs);
      seen.push(`${name} ends`);
      return name;
    };

    const results = await Promise.all([take('a', work('a1', 30)), take('a', work('a2', 0)), take('b', work('b', 5))]);

    expect(results).toEqual(['a1', 'a2', 'b']);
    expect(seen).toEqual(['a1 begins', 'b begins', 'b ends', 'a1 ends', 'a2 begins', 'a2 ends']);
  });

  it('gives the next its turn after a failure, and the failure to whom it belongs', async () => {
    const take = inTurn();
    const failing = take('a', () => Promise.reject(new Error('mine')));
    const next = take('a', async () => 'fine');

    await expect(failing).rejects.toThrow('mine');
    expect(await next).toBe('fine');
    expect(await take('a', async () => 'later')).toBe('later');
  });
});
