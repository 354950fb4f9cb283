import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UserFacingError } from '../../src/errors.js';
import { readRetryValue, retryValue } from '../../src/slack/blocks/button-value.js';
import { COMMANDS, runCommand } from '../../src/slack/listeners/commands/index.js';
import { typedTo } from '../../src/slack/listeners/events/mention.js';
import { inWords, type Reply } from '../../src/slack/listeners/reply.js';
import { CATALOGUE } from '../slack/blocks/answers.js';
import { violationsIn } from '../slack/blocks/violations.js';
import { NOTHING, writtenDown } from '../slack/listeners/written-down.js';
import { FRAGMENTS, SEED, TRIES, UNSEEN } from './hostile.js';

const { deps, asked } = writtenDown();
const ORIGIN = { teamId: 'T0LOCAL', channelId: 'C0INC042', userId: 'U0ALICE', deliveryId: '1.2.3' };
/** What Slack takes of a message that is one text and no more. https://docs.slack.dev/reference/methods/chat.postMessage (as of November 2026) */
const MAX_TEXT = 4_000;

/** What people type who mean it. */
const WORD = fc.constantFrom(
  ...COMMANDS.map(({ name }) => name),
  ...CATALOGUE.detections.keys(),
  ...CATALOGUE.views.keys(),
);
const ARGUMENT = fc.constantFrom(
  ...['24h', '7d', 'all', '2026-11-20..2026-11-22', '2026-11-20T10:00Z..12:30Z', '99999999d', 'mine', '#7', '$1'],
  ...['arn:aws:iam::111122223333:user/alice', 'arn:aws:iam::111122223333:role/Admin', 'AKIAIOSFODNN7EXAMPLE'],
  ...['192.0.2.7', '2001:db8::1', 'agent:aws-cli/2.17', 'name="a b"', "name='a", 'suspect=', '=', '"Leaked key"'],
);
const HOSTILE = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...FRAGMENTS) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.constantFrom(...FRAGMENTS).map((piece) => piece.repeat(Math.ceil(4_000 / piece.length))) },
);
const BLANK = fc.constantFrom(' ', ' ', ' ', '', '\n', '\t', '\u00a0', '\u2003');
const TYPED: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof({ weight: 5, arbitrary: WORD }, { weight: 1, arbitrary: HOSTILE }),
    fc.array(fc.tuple(BLANK, fc.oneof(ARGUMENT, HOSTILE)), { maxLength: 4 }),
  )
  .map(([word, rest]) => word + rest.flat().join(''));

/** What comes of a text: what the investigation was asked, what the person is shown, or what went wrong. */
async function outcomeOf(text: string) {
  asked.length = 0;
  try {
    return { asked, shown: await runCommand(deps, ORIGIN, text) };
  } catch (cause) {
    return cause instanceof UserFacingError
      ? { asked, shown: inWords(cause.message), refused: cause }
      : { asked, cause };
  }
}

/** What is wrong with what a person is shown. */
function wrongIn({ text, blocks }: Reply): string[] {
  if (blocks) return violationsIn({ text, blocks });
  const alive = /<[^>]*>/.exec(text);
  return [
    ...(alive ? [`alive: ${alive[0]}`] : []),
    ...(UNSEEN.test(text) ? ['something unseen'] : []),
    ...(text.length > MAX_TEXT ? [`${text.length} characters`] : []),
  ];
}

describe('whatever is typed', () => {
  it(`is a question, an answer, or a sentence that is only text (${TRIES} texts, seed ${SEED})`, async () => {
    const counts = { asked: 0, shown: 0, refused: 0 };

    await fc.assert(
      fc.asyncProperty(TYPED, async (text) => {
        const { asked, shown, refused, cause } = await outcomeOf(text);

        expect(cause).toBeUndefined();
        expect(shown === undefined ? [] : wrongIn(shown)).toEqual([]);
        if (refused?.message === NOTHING) counts.asked += 1;
        else if (refused) counts.refused += 1;
        else counts.shown += 1;
        expect(JSON.stringify(asked).length).toBeLessThan(10_000);
      }),
      { numRuns: TRIES, seed: SEED },
    );

    // None of the three ways is there for show.
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(TRIES / 50);
  }, 60_000);

  it('is the same behind the name of the bot', () => {
    fc.assert(
      fc.property(HOSTILE, TYPED, (before, text) => {
        expect(() => typedTo('U0IRBOT', `${before}<@U0IRBOT> ${text}`)).not.toThrow();
      }),
      { numRuns: TRIES, seed: SEED },
    );
  });

  it('comes back as it was when it is to be confirmed, or there is no button for it', () => {
    fc.assert(
      fc.property(TYPED, (text) => {
        const value = retryValue({ kind: 'command', text });

        if (value === undefined) expect(text.length).toBeGreaterThan(1_900);
        else expect(readRetryValue(value)).toEqual({ kind: 'command', text });
      }),
      { numRuns: TRIES, seed: SEED },
    );
  });
});
