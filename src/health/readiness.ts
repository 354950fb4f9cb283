import type { Logger } from 'pino';
import type { Clock } from '../investigation/ports.js';
import { byDeadline } from './deadline.js';

/** Something that the bot cannot work without. */
export interface Part {
  readonly name: string;
  /** Reaches it by a call that costs nothing. @throws when it cannot be reached or used. */
  reach(signal: AbortSignal): Promise<void>;
}

/** How a part is. */
export interface PartReport {
  readonly isReady: boolean;
  /** ISO time of the look that first found it so. */
  readonly since: string;
  /** Why it is not, in a word of the service's: its messages name accounts and roles, and are in the log. */
  readonly reason?: string | undefined;
}

/** Whether questions can be asked. */
export interface ReadyReport {
  readonly isReady: boolean;
  /** ISO time. */
  readonly checkedAt: string;
  readonly parts: Readonly<Record<string, PartReport>>;
}

/** What readiness is judged by. */
export interface ReadinessDeps {
  readonly parts: readonly Part[];
  readonly clock: Clock;
  readonly log: Logger;
  /** How long a part may take to answer, in milliseconds; four seconds unless given. */
  readonly timeoutMs?: number;
}

/** Two of the calls are entries in CloudTrail: many more of them would be in the way of those who read it. */
const CHECK_EVERY_MS = 30_000;
/** What is older says nothing: then whoever asks waits for the next. */
const TOO_OLD_MS = 120_000;
const TIMEOUT_MS = 4_000;
/** An error's name as the services give it. */
const WORD = /^\w{1,60}$/;

/**
 * Looks whether the parts can be reached: only while somebody asks, behind the answer, and every 30 seconds at most. A change is a
 * line in the log.
 *
 * @returns what was found last. Never rejects.
 */
export function buildReadiness(deps: ReadinessDeps): () => Promise<ReadyReport> {
  const { parts, clock } = deps;
  let latest: ReadyReport | undefined;
  let checking: Promise<ReadyReport> | undefined;

  async function check(): Promise<ReadyReport> {
    const checkedAt = clock.now().toISOString();
    const found = await Promise.all(
      parts.map(async (part) => [part.name, await reportOf(part, latest?.parts[part.name], deps)] as const),
    );
    const isReady = found.every(([, report]) => report.isReady);
    latest = { isReady, checkedAt, parts: Object.fromEntries(found) };
    checking = undefined;
    return latest;
  }

  return async () => {
    const ageMs = latest ? clock.now().getTime() - Date.parse(latest.checkedAt) : Number.POSITIVE_INFINITY;
    if (latest && ageMs < CHECK_EVERY_MS) return latest;
    checking ??= check();
    return latest && ageMs < TOO_OLD_MS ? latest : checking;
  };
}

async function reportOf(part: Part, before: PartReport | undefined, deps: ReadinessDeps): Promise<PartReport> {
  const { clock, log, timeoutMs = TIMEOUT_MS } = deps;
  const reason = await byDeadline(timeoutMs, (signal) => part.reach(signal)).then(
    () => undefined,
    (err: unknown) => {
      if (before?.isReady !== false) log.warn({ err, part: part.name }, 'a part that the bot needs is not ready');
      return reasonOf(err);
    },
  );
  const isReady = reason === undefined;
  if (isReady && before?.isReady === false) log.info({ part: part.name }, 'a part that the bot needs is ready again');
  const since = before?.isReady === isReady ? before.since : clock.now().toISOString();
  return { isReady, since, ...(isReady ? {} : { reason }) };
}

const reasonOf = (err: unknown): string => (err instanceof Error && WORD.test(err.name) ? err.name : 'Error');
