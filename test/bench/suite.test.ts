import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { QUICK } from '../../bench/quick.js';
import { FULL } from '../../bench/sizes.js';
import { readArgs } from '../../bench/suite.js';

const namesOf = ({ chosen }: ReturnType<typeof readArgs>): readonly string[] => chosen.map(({ name }) => name);

describe('the words of npm run bench', () => {
  it('are all benchmarks at full size, to be written, without any', () => {
    const read = readArgs([]);

    expect(read).toMatchObject({ isWhole: true, sizes: FULL, help: undefined });
    expect(namesOf(read)).toContain('soak');
  });

  it('are all of them small, only printed, with quick', () => {
    expect(readArgs(['quick'])).toMatchObject({ isWhole: false, sizes: QUICK, help: undefined });
    expect(namesOf(readArgs(['quick']))).toEqual(namesOf(readArgs([])));
  });

  it('choose one, and never write the page from it', () => {
    const read = readArgs(['soak', '--minutes=2']);

    expect(namesOf(read)).toEqual(['soak']);
    expect(read).toMatchObject({ isWhole: false, sizes: { soak: { seconds: 120 } } });
  });

  it('refuse what is none, and name those that there are', () => {
    expect(readArgs(['sok']).help).toMatch(/^No benchmark "sok"\. .*\n {2}cost: /);
  });

  it.each(['0', '-1', 'many', 'Infinity'])('refuse %s minutes', (minutes) => {
    expect(() => readArgs([`--minutes=${minutes}`])).toThrow(`--minutes=${minutes}: not a number above 0`);
  });
});

describe('npm run bench', () => {
  it('runs the bot as its own process and looks at it from inside', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      'scripts/bench.mjs',
      'quick',
      'soak',
      '--minutes=0.05',
    ]);

    expect(stdout).toContain('## Soak');
    expect(stdout).toMatch(/\| first +\| \d+ MiB +\| \d+ MiB +\| \d+ +\|/);
    expect(stdout).toContain('**met**: questions of 3 without an answer: none; measured 0');
  }, 120_000);
});
