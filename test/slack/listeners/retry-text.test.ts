import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Subject } from '../../../src/detections/subject.js';
import { runCommand } from '../../../src/slack/listeners/commands/index.js';
import { runRetry, subjectRetry } from '../../../src/slack/listeners/commands/retry-text.js';
import { writtenDown } from './written-down.js';

const ORIGIN = { teamId: 'T1', channelId: 'C1', userId: 'U1', deliveryId: '1.2' };
/** What Slack changes in what is typed cannot be typed. */
const TYPED = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }).filter((text) => !/[“”„‘’]/.test(text));
const SUBJECTS: fc.Arbitrary<Subject> = fc.oneof(
  TYPED.map((value): Subject => ({ kind: 'agent', value })),
  fc.constantFrom<Subject>(
    { kind: 'key', value: 'AKIAIOSFODNN7EXAMPLE' },
    { kind: 'address', value: '192.0.2.7' },
    { kind: 'role', value: 'arn:aws:iam::111122223333:role/Ops' },
  ),
);
const WINDOWS = fc.constantFrom(undefined, '24h', '2026-11-20T10:00Z..12:30Z', 'all');

/** What is asked when the command is typed. */
async function askedBy(retry: ReturnType<typeof runRetry>): Promise<unknown> {
  const { asked, deps } = writtenDown();
  await runCommand(deps, ORIGIN, retry?.kind === 'command' ? retry.text : '').catch(() => undefined);
  return asked[0];
}

describe('what was asked in a form', () => {
  it('can be typed, and asks the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        SUBJECTS,
        WINDOWS,
        fc.dictionary(fc.constantFrom('word', 'action'), TYPED),
        async (about, window, parameters) => {
          const question = { detection: 'about', about, window, parameters };

          expect(await askedBy(runRetry(question))).toEqual(['ask', question]);
        },
      ),
    );
  });

  it.each([
    ['about', (about: Subject, window?: string) => ['ask', { detection: 'about', about, window }]],
    ['suspect', (about: Subject, window?: string) => ['chooseSuspect', about, window]],
  ] as const)('can be typed of somebody: %s', async (command, expected) => {
    await fc.assert(
      fc.asyncProperty(SUBJECTS, WINDOWS, async (subject, window) => {
        expect(await askedBy(subjectRetry(command, subject, window))).toEqual(expected(subject, window));
      }),
    );
  });

  it('cannot be typed where Slack would change it', () => {
    expect(runRetry({ detection: 'about', about: { kind: 'agent', value: '“x”' } })).toBeUndefined();
    expect(runRetry({ detection: 'authfail', parameters: { word: 'x'.repeat(3_000) } })).toBeUndefined();
  });

  it('reads as people would type it', () => {
    expect(runRetry({ detection: 'authfail', window: '7d', parameters: { word: 'a "b"' } })).toEqual({
      kind: 'command',
      text: 'run authfail 7d "word=a \\"b\\""',
    });
  });
});
