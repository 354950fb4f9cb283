import { describe, expect, it } from '@jest/globals';
import { rowsOf } from '../../bench/engine/tools.js';

describe('what a tool prints', () => {
  it('is counted by ARN, the most first, with the first time', () => {
    const lines = [
      'b\t2026-11-24T10:00:00Z',
      'a\t2026-11-24T09:00:00Z',
      'b\t2026-11-24T08:00:00Z',
      '\t2026-11-24T07:00:00Z',
    ];

    expect(rowsOf(lines)).toEqual([
      ['b', '2', '2026-11-24T08:00:00Z'],
      [null, '1', '2026-11-24T07:00:00Z'],
      ['a', '1', '2026-11-24T09:00:00Z'],
    ]);
  });
});
