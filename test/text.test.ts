import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesText, counted, escaped, priceText, shortened, visible } from '../src/text.js';

describe('visible', () => {
  it.each([
    ['a\nb', 'a⟨U+000A⟩b'],
    ['\u202egpj.exe', '⟨U+202E⟩gpj.exe'],
    ['a\u200bb', 'a⟨U+200B⟩b'],
    ['\u001b[31m', '⟨U+001B⟩[31m'],
    ['\u{e0041}', '⟨U+E0041⟩'],
    ['\ud800', '⟨U+D800⟩'],
    ['ü—☁日本語😀', 'ü—☁日本語😀'],
  ])('%j becomes %j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });
});

describe('shortened', () => {
  it('is never longer than asked, never cuts a character in half, and says that it cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, max) => {
        const short = shortened(text, max);

        expect(short.length).toBeLessThanOrEqual(max);
        expect(short === text || short.endsWith('…')).toBe(true);
        expect(short).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });
});

describe('escaped', () => {
  it('leaves nothing that Slack would act on', () => {
    expect(escaped('<!channel> & <https://evil|ok>')).toBe('&lt;!channel&gt; &amp; &lt;https://evil|ok&gt;');
  });
});

describe('amounts', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KB'],
    [1_288_490_189, '1.2 GB'],
    [157_286_400, '150 MB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });

  it('says a price that is too small to matter as such', () => {
    expect([0.00005, 0.006, 1.5].map(priceText)).toEqual(['< $0.001', '$0.006', '$1.50']);
  });

  it('counts one and many', () => {
    expect([counted(1, 'row'), counted(2000, 'row')]).toEqual(['1 row', '2,000 rows']);
  });
});
