import { describe, expect, it } from '@jest/globals';
import { LIMITS } from '../../../src/local/slack/limits.js';
import { BLOCK_ATTEMPTS } from './block-kit/attempts.js';
import { WORKSPACE_ATTEMPTS } from './workspace-attempts.js';

const ATTEMPTS = { ...BLOCK_ATTEMPTS, ...WORKSPACE_ATTEMPTS };

function fail(name: string): never {
  throw new Error(`there is no attempt at ${name}`);
}

describe('a limit of the stand-in', () => {
  it('has an attempt at breaking it, and there are no other attempts', () => {
    expect(Object.keys(ATTEMPTS).sort()).toEqual(Object.keys(LIMITS).sort());
    expect(Object.keys(BLOCK_ATTEMPTS).filter((name) => name in WORKSPACE_ATTEMPTS)).toEqual([]);
  });

  it.each(Object.entries(LIMITS))('is enforced: %s, %d and no more', async (name, limit) => {
    const { send, error, step = 1, slack = 0 } = ATTEMPTS[name] ?? fail(name);

    expect(await send(limit - slack)).toBeUndefined();
    expect(await send(limit + step)).toBe(error);
  });
});
