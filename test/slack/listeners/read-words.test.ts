import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UserFacingError } from '../../../src/errors.js';
import {
  readBudget,
  readRunRequest,
  readSubjectRequest,
  readTyped,
  readWindowWord,
  wordsOf,
} from '../../../src/slack/listeners/commands/read-words.js';

const ARN = 'arn:aws:iam::111122223333:user/alice';
const ROLE = 'arn:aws:iam::111122223333:role/Ops';
const KEY = 'AKIAIOSFODNN7EXAMPLE';

describe('readTyped', () => {
  it.each([
    ['', { name: '', rest: '' }],
    ['   ', { name: '', rest: '' }],
    ['AuthFail  24h ', { name: 'authfail', rest: '24h' }],
    ['about agent:a  b', { name: 'about', rest: 'agent:a  b' }],
  ])('parts %j into its first word and the rest', (text, typed) => {
    expect(readTyped(text)).toEqual(typed);
  });

  it.each([
    ['run q service=<http://sts.amazonaws.com|sts.amazonaws.com>', 'q service=sts.amazonaws.com'],
    [
      'suspect arn:aws:sts::111122223333:assumed-role/Sso/<mailto:alice@example.com|alice@example.com>',
      'arn:aws:sts::111122223333:assumed-role/Sso/alice@example.com',
    ],
    ['about agent:Bot (+<https://example.com/bot>)', 'agent:Bot (+https://example.com/bot)'],
    ['run q text=“a b”', 'q text="a b"'],
    ['run q text=it’s', "q text=it's"],
    ['run q text=&lt;a&gt;&amp;b', 'q text=<a>&b'],
    ['run q text=&amp;lt;', 'q text=&lt;'],
  ])('undoes what Slack made of %j', (text, rest) => {
    expect(readTyped(text).rest).toBe(rest);
  });

  it('refuses what is longer than any question', () => {
    expect(readTyped(`run ${'x'.repeat(2_996)}`).rest).toHaveLength(2_996);
    expect(() => readTyped('x'.repeat(3_001))).toThrow('That is 3,001 characters long; I read at most 3,000.');
  });
});

describe('wordsOf', () => {
  it.each([
    ['a  b\tc\u00a0d', ['a', 'b', 'c', 'd']],
    ['name="a b" c', ['name=a b', 'c']],
    ['"name=a b"', ['name=a b']],
    ['name=""', ['name=']],
    ['"" a', ['', 'a']],
    ['name="say \\"a b\\""', ['name=say "a b"']],
    ["name='a b'", ["name='a", "b'"]],
    ['', []],
  ])('splits %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it('says which quote is not closed', () => {
    expect(() => wordsOf('name="a b')).toThrow('A quote in "name="a b" is not closed.');
  });

  it('gives back the words that were quoted, whatever is in them', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }).filter((word) => !word.endsWith('\\'))), (words) => {
        const typed = words.map((word) => `"${word.replaceAll('"', '\\"')}"`).join(' ');

        expect(wordsOf(typed)).toEqual(words);
      }),
    );
  });
});

describe('readWindowWord', () => {
  it('takes a window or nothing', () => {
    expect(readWindowWord(['7d'], 'authfail', '/ir authfail 24h')).toBe('7d');
    expect(readWindowWord([], 'authfail', '/ir authfail 24h')).toBeUndefined();
  });

  it.each([[['soon']], [['24h', 'now']]])('refuses %j with an example', (words) => {
    expect(() => readWindowWord(words, 'authfail', '/ir authfail 24h')).toThrow(
      `After authfail comes a window or nothing, not "${words.join(' ')}". Try /ir authfail 24h.`,
    );
  });
});

describe('readSubjectRequest', () => {
  it.each([
    ['', {}],
    ['7d', { window: '7d' }],
    ['all', { window: 'all' }],
    ['2026-11-20T10:00Z..12:30Z', { window: '2026-11-20T10:00Z..12:30Z' }],
    [ARN, { subject: { kind: 'identity', value: ARN } }],
    [`${ROLE} 7d`, { subject: { kind: 'role', value: ROLE }, window: '7d' }],
    [`${KEY} 24h`, { subject: { kind: 'key', value: KEY }, window: '24h' }],
    ['192.0.2.7', { subject: { kind: 'address', value: '192.0.2.7' } }],
    ['2001:db8::7 7d', { subject: { kind: 'address', value: '2001:db8::7' }, window: '7d' }],
    ['agent:aws-cli/2.17', { subject: { kind: 'agent', value: 'aws-cli/2.17' } }],
    ['agent:aws-cli 2.17', { subject: { kind: 'agent', value: 'aws-cli 2.17' } }],
    [
      'agent:Boto3/1.34 md/Botocore  ua/2.0 7d',
      { subject: { kind: 'agent', value: 'Boto3/1.34 md/Botocore  ua/2.0' }, window: '7d' },
    ],
    ['agent:say "hi', { subject: { kind: 'agent', value: 'say "hi' } }],
    ['"agent:for all" 7d', { subject: { kind: 'agent', value: 'for all' }, window: '7d' }],
    ['agent:"for all"', { subject: { kind: 'agent', value: 'for all' } }],
  ])('reads %j', (rest, request) => {
    expect(readSubjectRequest(rest, '/ir about')).toEqual(request);
  });

  it.each([
    ['alice', '"alice" is no ARN of an identity, no access key id and no IP address. Try arn:aws:iam::'],
    ['192.0.2.777', '"192.0.2.777" is no ARN'],
    ['agent:', '"agent:" is no ARN'],
    [`${KEY} soon`, 'comes a window or nothing, not "soon". Try /ir about AKIAIOSFODNN7EXAMPLE 24h.'],
    [`7d ${KEY}`, 'comes a window or nothing'],
    [`${ARN}'--`, 'is no ARN of an identity'],
  ])('refuses %j', (rest, message) => {
    expect(() => readSubjectRequest(rest, '/ir about')).toThrow(message);
  });
});

describe('readRunRequest', () => {
  it.each([
    ['Authfail', { id: 'authfail', given: {} }],
    ['notebook-2.1 7d', { id: 'notebook-2.1', window: '7d', given: {} }],
    [
      'keys 24h account=111122223333 text="a b"',
      { id: 'keys', window: '24h', given: { account: '111122223333', text: 'a b' } },
    ],
    ['keys text=a=b 24h', { id: 'keys', window: '24h', given: { text: 'a=b' } }],
    ['keys text=', { id: 'keys', given: { text: '' } }],
  ])('reads %j', (rest, request) => {
    expect(readRunRequest(rest)).toEqual(request);
  });

  it.each([
    ['', 'Type what to run: /ir run authfail 24h.'],
    ['keys soon', '"soon" is neither the one window nor name=value. Try /ir run keys 24h name=value'],
    ['keys 24h 7d', '"7d" is neither the one window nor name=value.'],
    ['keys a=1 a=2', '"a" is given twice.'],
  ])('refuses %j', (rest, message) => {
    expect(() => readRunRequest(rest)).toThrow(message);
  });

  it('takes a name for a name, even that of what every object has', () => {
    const { given } = readRunRequest('keys __proto__=x constructor=y');

    expect(Object.entries(given)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });
});

describe('readBudget', () => {
  it.each([
    ['5', 5],
    ['$5', 5],
    ['0.50', 0.5],
    ['0.0001', 0.0001],
    ['100000', 100_000],
  ])('reads %s', (rest, budgetUsd) => {
    expect(readBudget(rest)).toBe(budgetUsd);
  });

  it.each(['', '0', '0.00', '-5', '1e3', '100001', '5 6', 'five', '5,5', '$', 'Infinity'])('refuses "%s"', (rest) => {
    expect(() => readBudget(rest)).toThrow('Try /ir budget 5.');
  });
});

describe('the readers', () => {
  const READERS: readonly ((rest: string) => unknown)[] = [
    (rest) => readWindowWord(wordsOf(rest), 'authfail', '/ir authfail 24h'),
    (rest) => readSubjectRequest(rest, '/ir about'),
    readRunRequest,
    readBudget,
  ];
  const PIECES = [
    'agent:',
    '"',
    '\\',
    '=',
    ' ',
    '24h',
    'all',
    '<',
    'http://',
    '|',
    '>',
    '&amp;',
    ARN,
    KEY,
    '192.0.2.7',
    '“',
  ];
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3_100 }),
    fc
      .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 3 })), { maxLength: 40 })
      .map((all) => all.join('')),
  );

  it('make a request of any text, or say to the person what is wrong with it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const read of READERS) {
          try {
            read(readTyped(text).rest);
          } catch (cause) {
            expect(cause).toBeInstanceOf(UserFacingError);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('take no long over what is made to be hard to read', () => {
    const startMs = performance.now();
    for (const hard of ['<http://'.repeat(375), ' '.repeat(2_999), 'agent:'.padEnd(3_000, 'a '), '\\"'.repeat(1_500)]) {
      for (const read of READERS) {
        try {
          read(readTyped(`x ${hard}`.slice(0, 3_000)).rest);
        } catch (cause) {
          expect(cause).toBeInstanceOf(UserFacingError);
        }
      }
    }

    expect(performance.now() - startMs).toBeLessThan(2_000);
  });
});
