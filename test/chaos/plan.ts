import { createDice } from '../../src/local/sample/prng.js';
import type { Parameters } from './parameters.js';

/** How a person asks: by a slash command, by a mention, or by a click on an identity of an answer that is there by then. */
export type Way = 'command' | 'mention' | 'click';

/** A question that is to be asked. Nobody asks twice in a channel, so what comes of it is told from everything else by both. */
export interface Planned {
  readonly number: number;
  readonly person: string;
  readonly channel: string;
  readonly way: Way;
  /** As people type it; no two questions have the same, but for those that somebody else asks already. */
  readonly window: string;
  /** The number of the question that somebody else asks in this channel, and this person asks once more at the same time. */
  readonly sameAs?: number | undefined;
}

/** Slack's ids. */
export const personId = (at: number): string => `U0P${String(at).padStart(3, '0')}`;
export const channelId = (at: number): string => `C0C${String(at).padStart(3, '0')}`;

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const SAME_AS = 0.08;

/** Who asks what where, in turns: each person once, then each once more, in another channel. */
export function planOf({ questions, people, channels, seed }: Parameters, now: Date): readonly Planned[] {
  const dice = createDice(seed, 'plan');
  const startMs = Math.floor((now.getTime() - DAY_MS) / MINUTE_MS) * MINUTE_MS;
  const minute = (at: number) => `${new Date(startMs + at * MINUTE_MS).toISOString().slice(0, 16)}Z`;
  const window = (number: number) => `${minute(number)}..${minute(2 * 1_440)}`;
  const planned: Planned[] = [];
  for (let number = 0; number < questions; number += 1) {
    const person = number % people;
    const round = Math.floor(number / people);
    const other = planned[number - channels];
    const mayRepeat = person >= channels && other?.way === 'command' && other.sameAs === undefined;
    const sameAs = mayRepeat && dice.chance(SAME_AS) ? other.number : undefined;
    const roll = dice.roll();
    planned.push({
      number,
      person: personId(person),
      channel: channelId((person + round) % channels),
      way: sameAs !== undefined || roll < 0.55 ? 'command' : roll < 0.75 ? 'mention' : 'click',
      window: window(sameAs ?? number),
      sameAs,
    });
  }
  return planned;
}
