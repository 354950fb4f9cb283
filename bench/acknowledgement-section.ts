import type { AcknowledgementSize } from './acknowledgement.js';
import { median } from './engine/measurement.js';
import type { Section } from './report/section.js';
import { fixed, p99, spreadText, times } from './report/spread.js';

/** Commands that were sent at once. */
export interface Burst {
  readonly taker: 'bare' | 'bare, one write first' | 'the bot, `/ir help`' | 'the bot';
  readonly tookMs: readonly number[];
  /** How many were not acknowledged within 3 seconds, or not at all. */
  readonly tooLate: number;
}

const TAKERS: readonly Burst['taker'][] = ['bare', 'bare, one write first', 'the bot, `/ir help`', 'the bot'];
const TARGET_RATIO = 1.3;

/** The numbers as a table, and the targets. */
export function acknowledgementSection(bursts: readonly Burst[], size: AcknowledgementSize): Section {
  const { commands, channels, runs, warmUpCommands } = size;
  const of = (taker: Burst['taker']) => bursts.filter((burst) => burst.taker === taker);
  const p99s = (taker: Burst['taker']) => of(taker).map(({ tookMs }) => p99(tookMs));
  const middle = (taker: Burst['taker']) => median(p99s(taker));
  const late = of('the bot').reduce((sum, { tooLate }) => sum + tooLate, 0);
  const ratio = middle('the bot') / middle('bare');
  return {
    title: 'Acknowledgement under load',
    about: [
      `${commands} commands at once over ${channels} channels, ${runs} times each, in turns, by Socket Mode, to a new process each time that has had ${warmUpCommands} commands before.`,
      'The bot keeps a question in the state table before it acknowledges it, on purpose: what it acknowledged is not lost when it is killed.',
      'So there are two bare apps, one that acknowledges only and one that makes such a write first, and a command of the bot that is not kept. DynamoDB is dynalite, one thread, in the process that measures.',
    ],
    tables: [
      {
        title: 'From sending a command to its acknowledgement: median (least to most) over the runs',
        columns: ['app', 'median', 'p99', 'p99 of bare', 'p99 of one write first', 'over 3 s'],
        rows: TAKERS.map((taker) => [
          taker,
          spreadText(
            of(taker).map(({ tookMs }) => median(tookMs)),
            'ms',
            0,
          ),
          spreadText(p99s(taker), 'ms', 0),
          times(middle(taker), middle('bare')),
          times(middle(taker), middle('bare, one write first')),
          String(of(taker).reduce((sum, { tooLate }) => sum + tooLate, 0)),
        ]),
      },
    ],
    targets: [
      {
        what: 'p99, beside a bare app',
        promised: `within ${TARGET_RATIO} ×`,
        measured: `${fixed(ratio, 2)} ×`,
        isMet: ratio <= TARGET_RATIO,
        reason: whyNot(middle),
      },
      { what: 'acknowledged after 3 s or never', promised: 'none', measured: String(late), isMet: late === 0 },
    ],
  };
}

/** How the difference is made up. */
function whyNot(middle: (taker: Burst['taker']) => number): string {
  const [bare = 0, written = 0, help = 0, bot = 0] = TAKERS.map(middle);
  const ms = (value: number) => `${fixed(value, 0)} ms`;
  return (
    `A bare app takes ${ms(bare)}, and ${ms(written)} once it makes one write first: ${ms(written - bare)} are the price of losing nothing. ` +
    `The bot takes ${ms(bot)} with that write, and ${ms(help)} without, for \`/ir help\`. All else that it does about a command waits until ` +
    'no other is to be acknowledged. DynamoDB writes many items in one call by `BatchWriteItem`, but whoever may call that may delete, which the ' +
    "bot's role is denied."
  );
}
