import { describe, expect, it } from '@jest/globals';
import { dayFormat } from '../../src/athena/projection.js';

describe('dayFormat', () => {
  it.each([
    ['yyyy/MM/dd', '2026/02/28', true],
    ['yyyyMMdd', '20260228', true],
    ['yyyy.MM.dd', '2026.02.28', true],
    ['dd-MM-yyyy', '28-02-2026', false],
    ['yyyy/dd/MM', '2026/28/02', false],
  ])('writes and reads %s', (pattern, text, isSortable) => {
    const format = dayFormat(pattern);

    expect(format?.render('2026-02-28')).toBe(text);
    expect(format?.read(text)).toBe('2026-02-28');
    expect(format?.isSortable).toBe(isSortable);
  });

  it.each(['', 'yyyy/MM', 'yyyy/MM/dd/HH', 'yyyy/M/d', 'MM/MM/dd', "yyyy'/'MM'/'dd", 'yyyy/MM/dd/'])(
    'does not know %j',
    (pattern) => {
      expect(dayFormat(pattern)).toBeUndefined();
    },
  );

  it.each(['2026/02/30', '2026/2/28', '2026-02-28', '2026x02x28'])('does not read %s as yyyy/MM/dd', (text) => {
    expect(dayFormat('yyyy/MM/dd')?.read(text)).toBeUndefined();
  });
});
