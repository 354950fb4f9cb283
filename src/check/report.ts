import { withoutSecrets } from '../log.js';
import { counted, visible } from '../text.js';
import type { State } from './check.js';
import { UNKNOWN_ACCOUNT } from './policy.js';
import type { Result } from './run-checks.js';

const MARKS: Readonly<Record<State, string>> = { passed: '✓', warned: '!', failed: '✗', unchecked: '–' };
const INDENT = '    ';

/** Whatever a service said, on one line, without a credential and without what a terminal would act on. */
const safe = (text: string): string => visible(withoutSecrets(text));

/** A check's line, and below it what to do. */
export function resultText({ state, title, seen, advice = [], statements = [] }: Result): string {
  const policy = statements.flatMap((statement) => JSON.stringify(statement, undefined, 2).split('\n').map(safe));
  return [
    `${MARKS[state]} ${title}: ${safe(seen)}`,
    ...advice.map((line) => `${INDENT}→ ${safe(line)}`),
    ...(policy.length > 0 ? [`${INDENT}→ Add to the policy of the bot's role${inPlaceOf(policy)}:`] : []),
    ...policy.map((line) => `${INDENT}  ${line}`),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

const inPlaceOf = (policy: readonly string[]): string => {
  const unknown = [UNKNOWN_ACCOUNT, 'TRAIL_BUCKET', 'RESULTS_BUCKET', 'KEY_ARN'].filter((name) =>
    policy.some((line) => line.includes(name)),
  );
  return unknown.length === 0 ? '' : `, with your own in place of ${unknown.join(' and ')}`;
};

/** How many checks ended how, and whether the bot can go live. */
export function summaryText(results: readonly Result[]): string {
  const count = (state: State) => results.filter((result) => result.state === state).length;
  const [ok, warnings, failures, open] = [count('passed'), count('warned'), count('failed'), count('unchecked')];
  const verdict = isReady(results) ? 'The bot can go live.' : 'Not ready: mend what is marked ✗, then check again.';
  return `\n${counted(results.length, 'check')}: ${ok} ✓, ${warnings} !, ${failures} ✗, ${open} not checked. ${verdict}\n`;
}

/** Whether nothing failed. What was not checked, such as a channel that nobody named, is no failure. */
export const isReady = (results: readonly Result[]): boolean => !results.some(({ state }) => state === 'failed');

/** Everything as one line of JSON. */
export function resultsJson(results: readonly Result[]): string {
  const checks = results.map(({ id, title, state, seen, advice = [], statements = [] }) => ({
    id,
    title,
    state,
    seen: safe(seen),
    advice: advice.map(safe),
    statements,
  }));
  return `${JSON.stringify({ isReady: isReady(results), checks })}\n`;
}
