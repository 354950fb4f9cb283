import type { PolicyStatement } from './policy.js';

/**
 * What became of a check: `passed`; `warned` where the bot works, but something should be mended; `failed` where it does not;
 * `unchecked` where nobody can say.
 */
export type State = 'passed' | 'warned' | 'failed' | 'unchecked';

/** What a check found, safe to be pasted anywhere: no credentials, no log data. */
export interface Outcome {
  readonly state: State;
  /** One line. */
  readonly seen: string;
  /** What to do about it, a sentence each. */
  readonly advice?: readonly string[];
  /** What to add to the policy of the bot's role. */
  readonly statements?: readonly PolicyStatement[];
}

/** One thing that has to be right before the bot goes live. */
export interface Check {
  /** For machines: `slack.scopes`. */
  readonly id: string;
  /** For people, to follow on a mark. */
  readonly title: string;
  /** The ids of the checks without whose success it can say nothing. They stand before it. */
  readonly needs?: readonly string[];
  /** The variables of the environment that it needs. */
  readonly variables?: readonly string[];
  /** How long it may take; 20 seconds when absent. */
  readonly timeoutMs?: number;
  /** A failure that it does not know may be thrown. */
  run(signal: AbortSignal): Promise<Outcome>;
}

export const passed = (seen: string): Outcome => ({ state: 'passed', seen });
export const warned = (seen: string, ...advice: readonly string[]): Outcome => ({ state: 'warned', seen, advice });
export const failed = (seen: string, ...advice: readonly string[]): Outcome => ({ state: 'failed', seen, advice });
/** @param why to follow on "not checked, because". */
export const unchecked = (why: string): Outcome => ({ state: 'unchecked', seen: `not checked, because ${why}` });
