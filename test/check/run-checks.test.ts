import { describe, expect, it } from '@jest/globals';
import { type Check, failed, passed, unchecked } from '../../src/check/check.js';
import { runChecks } from '../../src/check/run-checks.js';

const check = (id: string, rest: Partial<Check>): Check => ({
  id,
  title: id,
  run: async () => passed('well'),
  ...rest,
});
const NONE: ReadonlySet<string> = new Set();
const statesOf = async (checks: readonly Check[], wrong = NONE) =>
  (await Promise.all(runChecks(checks, wrong))).map(({ id, state, seen }) => `${id} ${state}: ${seen}`);

describe('runChecks', () => {
  it('ends a check that takes too long, and tells it to stop', async () => {
    let reason: unknown;
    const endless = check('endless', {
      timeoutMs: 20,
      run: (signal) =>
        new Promise(() => {
          signal.addEventListener('abort', () => (reason = signal.reason));
        }),
    });

    const states = await statesOf([endless, check('next', {})]);

    expect(states).toEqual(['endless failed: no answer within 0 s', 'next passed: well']);
    expect(reason).toEqual(new Error('no answer within 0 s'));
  });

  it('makes no check that needs one which failed, or was not made itself, and says why', async () => {
    const checks = [
      check('first', { run: async () => failed('broken') }),
      check('second', { needs: ['first'] }),
      check('third', { needs: ['second'] }),
      check('other', {}),
    ];

    expect(await statesOf(checks)).toEqual([
      'first failed: broken',
      'second unchecked: not checked, because "first" failed',
      'third unchecked: not checked, because "second" was not checked',
      'other passed: well',
    ]);
  });

  it('goes on after a warning', async () => {
    const checks = [
      check('first', { run: async () => ({ state: 'warned', seen: 'mind this' }) }),
      check('second', { needs: ['first'] }),
    ];

    expect(await statesOf(checks)).toContain('second passed: well');
  });

  it('makes no check without a variable that it needs', async () => {
    const checks = [check('of region', { variables: ['AWS_REGION'] }), check('other', {})];

    expect(await statesOf(checks, new Set(['AWS_REGION']))).toEqual([
      'of region unchecked: not checked, because AWS_REGION cannot be used',
      'other passed: well',
    ]);
  });

  it('runs those that need nothing at once', async () => {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const waits = check('waits', { run: () => released.then(() => passed('released')) });
    const releases = check('releases', {
      run: async () => {
        release();
        return unchecked('it only releases');
      },
    });

    expect(await statesOf([waits, releases])).toContain('waits passed: released');
  });

  it('makes a failure of what a check did not expect, with the first line of it', async () => {
    const checks = [
      check('down', { run: () => Promise.reject(new Error('connect ECONNREFUSED 192.0.2.1:443\nmore')) }),
    ];

    expect(await statesOf(checks)).toEqual(['down failed: connect ECONNREFUSED 192.0.2.1:443']);
  });
});
