import { describe, expect, it } from '@jest/globals';
import { inLine } from '../../src/investigation/in-line.js';

const { signal: never } = new AbortController();

/** Works that go on until they are let go, and the order in which they began. */
function heldWorks() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () => {
    begun.push(name);
    return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
  };
  return { begun, work, end: (name: string) => ends.get(name)?.() };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a line', () => {
  it('lets so many works go on at once, and the others in the order in which they came', async () => {
    const { begun, work, end } = heldWorks();
    const line = inLine(2);
    const all = ['a', 'b', 'c', 'd'].map((name) => line.run(never, work(name)));
    await turn();

    expect(begun).toEqual(['a', 'b']);
    expect([line.isFull, line.waiting]).toEqual([true, 2]);
    end('b');
    await turn();
    expect(begun).toEqual(['a', 'b', 'c']);
    for (const name of ['a', 'c']) end(name);
    await turn();
    end('d');
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
    expect(line.isFull).toBe(false);
  });

  it('is left by whoever is told to, at once, and not waited for', async () => {
    const { begun, work, end } = heldWorks();
    const line = inLine(1);
    const leaving = new AbortController();
    const first = line.run(never, work('a'));
    const second = line.run(leaving.signal, work('b'));
    const third = line.run(never, work('c'));
    await turn();

    leaving.abort(new Error('stopped'));

    await expect(second).rejects.toThrow('stopped');
    end('a');
    await first;
    await turn();
    expect(begun).toEqual(['a', 'c']);
    end('c');
    await third;
  });

  it('gives the turn of a work that failed to the next', async () => {
    const line = inLine(1);

    const failing = line.run(never, () => Promise.reject(new Error('broken')));
    const next = line.run(never, async () => 'done');

    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('done');
  });

  it('takes nobody who was told to leave before', async () => {
    await expect(inLine(1).run(AbortSignal.abort(new Error('gone')), async () => 'done')).rejects.toThrow('gone');
  });
});
