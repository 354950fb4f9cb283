import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { State } from '../../src/check/check.js';
import { denialIn, firstLineOf, firstLineWithCause } from '../../src/check/denial.js';
import { arnsOf } from '../../src/check/policy.js';
import { resultsJson, resultText, summaryText } from '../../src/check/report.js';

const STATES: readonly State[] = ['passed', 'warned', 'failed', 'unchecked'];
/** Whatever a service or a table's definition may say. */
const said = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('xoxb-1-EXAMPLE'), fc.constant('\u001b[31m\r\nred'));
const results = fc.array(
  fc.record({
    id: fc.constant('an.id'),
    title: fc.constant('A title'),
    state: fc.constantFrom(...STATES),
    seen: said,
    advice: fc.array(said, { maxLength: 3 }),
  }),
);
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
const ACTED_ON = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe('the report', () => {
  it('is one line a check and one a piece of advice, without what a terminal acts on and without tokens', () => {
    fc.assert(
      fc.property(results, (all) => {
        const text = all.map(resultText).join('');

        expect(text.split('\n').length - 1).toBe(all.reduce((lines, { advice }) => lines + 1 + advice.length, 0));
        expect(text).not.toMatch(ACTED_ON);
        expect(text).not.toContain('xoxb-1-EXAMPLE');
        expect(resultsJson(all)).not.toContain('xoxb-1-EXAMPLE');
      }),
    );
  });

  it('is ready exactly where nothing failed, in words as in JSON', () => {
    fc.assert(
      fc.property(results, (all) => {
        const isReady = all.every(({ state }) => state !== 'failed');

        expect(JSON.parse(resultsJson(all)).isReady).toBe(isReady);
        expect(summaryText(all).includes('The bot can go live.')).toBe(isReady);
      }),
    );
  });
});

describe('what AWS says of a missing permission', () => {
  it.each([
    [
      'a role without a policy for it',
      'User: arn:aws:sts::111122223333:assumed-role/ir-bot/i-0abc is not authorized to perform: dynamodb:Query on resource: arn:aws:dynamodb:eu-central-1:111122223333:table/ir-bot because no identity-based policy allows the dynamodb:Query action',
      {
        action: 'dynamodb:Query',
        resource: 'arn:aws:dynamodb:eu-central-1:111122223333:table/ir-bot',
        account: '111122223333',
      },
    ],
    [
      'a boundary',
      'User: arn:aws:iam::111122223333:user/x is not authorized to perform: athena:GetWorkGroup on resource: arn:aws:athena:eu-central-1:111122223333:workgroup/primary with an explicit deny in a permissions boundary',
      { action: 'athena:GetWorkGroup', deniedBy: 'permissions boundary' },
    ],
    [
      'a resource that is not named',
      'You are not authorized to perform: athena:StartQueryExecution on the resource. After your AWS administrator has updated your permissions, please try again.',
      { action: 'athena:StartQueryExecution', resource: undefined, account: undefined },
    ],
  ])('is read: %s', (_, message, denial) => {
    expect(denialIn(new Error('what was attempted', { cause: new Error(message) }))).toMatchObject(denial);
  });

  it('is not seen in what is none', () => {
    expect(denialIn(new Error('Table cloudtrail not found'))).toBeUndefined();
  });

  it('is shown without what stands below its first line', () => {
    expect(firstLineOf(new Error(`${'a'.repeat(400)}\nx-amz-security-token:EXAMPLE`))).toBe(`${'a'.repeat(300)}…`);
  });

  it.each([
    ['eu-central-1', 'arn:aws:athena:eu-central-1:ACCOUNT_ID:workgroup/w'],
    ['us-gov-west-1', 'arn:aws-us-gov:athena:us-gov-west-1:ACCOUNT_ID:workgroup/w'],
    ['cn-north-1', 'arn:aws-cn:athena:cn-north-1:ACCOUNT_ID:workgroup/w'],
  ])('is answered with names of the partition of AWS: %s', (region, arn) => {
    expect(arnsOf(region).arn('athena', 'workgroup/w')).toBe(arn);
  });
});

describe('what is behind a failed call', () => {
  const refused = new Error('connect ECONNREFUSED 192.0.2.1:443');
  const several = Object.assign(new AggregateError([refused]), { code: 'ECONNREFUSED' });

  it.each([
    ['the reason', new Error('fetch failed', { cause: refused }), 'fetch failed (connect ECONNREFUSED 192.0.2.1:443)'],
    [
      'a reason that is told already',
      new Error(`Athena: ${refused.message}`, { cause: refused }),
      `Athena: ${refused.message}`,
    ],
    ['a code, where there is no more', new Error('fetch failed', { cause: several }), 'fetch failed (ECONNREFUSED)'],
    ['a code alone', several, 'ECONNREFUSED'],
  ])('is told: %s', (_, error, line) => {
    expect(firstLineWithCause(error)).toBe(line);
  });
});
