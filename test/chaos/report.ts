import type { LogLine } from './bots.js';
import type { KeptCase } from './kept-cases.js';
import type { Seen, Verdict } from './outcome.js';
import type { Asked } from './people.js';
import { quantile } from './quantile.js';
import { badExits, growthOf, missed, type Tally } from './tally.js';

const WIDTH = 34;
const row = (name: string, value: string | number): string => `  ${name.padEnd(WIDTH)} ${value}\n`;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const ms = (value: number): string => `${value.toFixed(0)} ms`;

/** A run as one table, and what it missed. */
export function reportOf(tally: Tally): string {
  const count = (verdict: Verdict) => tally.questions.filter((one) => one.verdict === verdict).length;
  const ofSlack = (verdict: Verdict) => tally.questions.filter((one) => one.verdict === verdict && one.ofSlack).length;
  const wrong = missed(tally);
  return [
    'faults\n',
    ...[...tally.faults].sort(([one], [other]) => (one < other ? -1 : 1)).map(([fault, times]) => row(fault, times)),
    row('connections to Slack cut', tally.socketCuts),
    row('bots killed', tally.kills),
    'questions\n',
    row('asked', tally.questions.length),
    ...waysOf(tally),
    row('answered', count('answered')),
    row('  of them, Slack had given up on', ofSlack('answered')),
    row('stated failures', count('stated failure')),
    row('  of them, by Slack: no answer', ofSlack('stated failure')),
    row('pointed to', count('pointed to')),
    row('lost', count('lost')),
    row('duplicated', count('duplicated')),
    row('left as running', tally.leftRunning),
    row('cards of no case', tally.strayCards),
    row('wrong in the cases', tally.wrongCases.length),
    'bots\n',
    row('acknowledged', tally.ackMs.length),
    row('  p50 / p99 / max', [0.5, 0.99, 1].map((share) => ms(quantile(tally.ackMs, share))).join(' / ')),
    row('not acknowledged in 3 s', tally.unacknowledged),
    row('stand-ins held up for at most', ms(tally.heldUpMs)),
    row('memory after warm-up → at the end', memoryOf(tally)),
    row(
      'ended by themselves, or badly',
      badExits(tally.lives)
        .map(({ name, exitCode }) => `${name} (${exitCode})`)
        .join(', ') || 0,
    ),
    row('time to stop', ms(tally.stopMs)),
    ...errorsOf(tally.lines),
    ...tally.wrongCases.map((what) => `wrong: ${what}\n`),
    wrong.length === 0 ? 'every target is met\n' : wrong.map((what) => `missed: ${what}\n`).join(''),
  ].join('');
}

function waysOf({ questions }: Tally): string[] {
  return (['command', 'mention', 'click'] as const).map((way) =>
    row(`  by ${way}`, questions.filter(({ asked }) => asked.askedBy === way).length),
  );
}

function memoryOf({ lives }: Tally): string {
  const growth = growthOf(lives);
  if (!growth) return 'not measured: no bot lived long enough';
  const { warmBytes, endBytes, questions } = growth;
  const perHundred = ((endBytes - warmBytes) / (questions * (2 / 3))) * 100;
  return `${megabytes(warmBytes)} → ${megabytes(endBytes)} (${questions} questions, ${megabytes(perHundred)} per 100)`;
}

/** Lines at the level of errors, by what they say. */
function errorsOf(lines: readonly LogLine[]): string[] {
  const counted = new Map<string, number>();
  for (const { level, msg } of lines) if (level >= 50) counted.set(msg, (counted.get(msg) ?? 0) + 1);
  return counted.size === 0
    ? []
    : ['errors in the logs of the bots\n', ...[...counted].map(([msg, times]) => row(msg, times))];
}

/** Lines of a log that are shown of a question, and characters of each. */
const LINES_SHOWN = 20;
const LINE_CHARACTERS = 400;

/** All that is known of a question, to find out what became of it. */
export function inquiry(
  { asked, seen, verdict }: { readonly asked: Asked; readonly seen: Seen; readonly verdict: Verdict },
  cases: readonly KeptCase[],
  lines: readonly LogLine[],
): string {
  const { number, person, channel, askedBy, window, atMs, bySlack } = asked;
  const runs = cases
    .filter(({ head }) => head.channelId === channel)
    .flatMap(({ head, runs: all, log }) => all.map((run) => ({ head, run, log })))
    .filter(({ run }) => run.askedBy === person);
  const isAbout = ({ text }: LogLine) =>
    runs.some(({ run }) => text.includes(run.id)) || (text.includes(person) && text.includes(channel));
  return [
    `\n${verdict}: question ${number} by ${person} in ${channel}, ${askedBy}, ${window}, at ${new Date(atMs).toISOString()}\n`,
    ...(bySlack === undefined ? [] : [`  Slack said: ${bySlack}\n`]),
    ...messagesOf(seen),
    ...runs.flatMap(({ head, run: { answer: _, ...run }, log }) => [
      `  run of ${head.id} (thread ${head.threadTs}): ${JSON.stringify(run)}\n`,
      ...log
        .filter((entry) => 'runId' in entry && entry.runId === run.id)
        .map((entry) => `  log: ${JSON.stringify(entry)}\n`),
    ]),
    ...lines
      .filter(isAbout)
      .slice(-LINES_SHOWN)
      .map(({ bot, text }) => `  ${bot}: ${text.slice(0, LINE_CHARACTERS)}\n`),
  ].join('');
}

function messagesOf(seen: Seen): string[] {
  const sorts = ['answers', 'failures', 'running', 'told', 'pointed'] as const;
  return sorts.flatMap((sort) =>
    seen[sort].map(
      ({ ts, editedTs, text }) =>
        `  ${sort}: ${ts}${editedTs === undefined ? '' : `, edited ${editedTs}`}: ${text.slice(0, LINE_CHARACTERS)}\n`,
    ),
  );
}
