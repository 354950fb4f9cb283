import type { Clock } from '../investigation/ports.js';

/** How long an answer is kept, and which errors are kept as long; without `keepsError`, none. */
export interface Keeping {
  readonly clock: Clock;
  readonly keptMs: number;
  readonly keepsError?: (cause: unknown) => boolean;
}

/**
 * Asks for something by its key, and keeps the answer for a while; what is asked for several times at once is asked once. Nothing
 * that is older takes room.
 */
export function kept<T>(
  ask: (key: string) => Promise<T>,
  { clock, keptMs, keepsError = () => false }: Keeping,
): (key: string) => Promise<T> {
  const asked = new Map<string, { readonly answer: Promise<T>; readonly askedAtMs: number }>();

  /** They stand in the order in which they were asked. */
  function forgetBefore(oldestMs: number): void {
    for (const [key, { askedAtMs }] of asked) {
      if (askedAtMs > oldestMs) return;
      asked.delete(key);
    }
  }

  return (key) => {
    const nowMs = clock.now().getTime();
    forgetBefore(nowMs - keptMs);
    const known = asked.get(key);
    if (known) return known.answer;
    const one = { answer: ask(key), askedAtMs: nowMs };
    asked.set(key, one);
    one.answer.catch((cause: unknown) => {
      if (!keepsError(cause) && asked.get(key) === one) asked.delete(key);
    });
    return one.answer;
  };
}
