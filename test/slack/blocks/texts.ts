import fc from 'fast-check';

/** What somebody would write who wants more out of Slack than text. Whoever finds `evil` in markup has found a hole. */
export const HOSTILE =
  '<!channel> *evil* `evil` <https://evil.example|ok> <@U0EVIL> :aws: \u202eevil\u0000 \u200b\ud800';

/** Whatever people type and logs hold: nothing, markup, other scripts, halves of characters, and far too much of it. */
export const ANY_TEXT: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    HOSTILE,
    HOSTILE.repeat(60),
    'arn:aws:iam::111122223333:user/alice',
    `arn:aws:iam::111122223333:user/${'x'.repeat(600)}`,
    'مرحبا بالعالم \u202e',
    '\u0000'.repeat(900),
    '\ud83d\ude00'.repeat(700),
    '\udc00\ud800',
  ),
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({ minLength: 200, maxLength: 4_000 }),
);
