import { digest } from './digest.js';
import { isHeld } from './lease.js';
import type { Clock, InvestigationStore } from './ports.js';
import type { Run } from './run.js';
import { isSameWindow } from './window.js';

/**
 * Makes a stored run the only one that asks its question in its case. A run that was left alone, or has ended, is in nobody's way.
 *
 * @returns the run that asks the same already; `undefined`: this one may.
 */
export async function claim(
  store: Pick<InvestigationStore, 'claim' | 'run'>,
  clock: Clock,
  run: Run,
): Promise<Run | undefined> {
  const question = questionKey(run);
  let from: string | undefined;
  for (;;) {
    const holder = await store.claim(run.caseId, question, run.id, from);
    // Who held it a moment ago was found to be in nobody's way, so each turn of the loop has another holder.
    if (holder === run.id) return undefined;
    const other = await store.run(run.caseId, holder);
    if (other && isAskedNow(other, run, clock.now())) return other;
    from = holder;
  }
}

const isAskedNow = (other: Run, run: Run, now: Date): boolean =>
  (other.state === 'asked' || other.state === 'running') &&
  isSameWindow(other.window, run.window) &&
  isHeld(other, now);

/** What tells a question from others of its case: not who asks, and not the second in which it is asked. */
function questionKey({ detection, about, parameters, window }: Run): string {
  const given = Object.entries(parameters)
    .map(([name, { text }]) => [name, text])
    .sort(([one = ''], [other = '']) => (one < other ? -1 : 1));
  const parts = [detection, about?.kind, about?.value, window.text, given];
  return digest(JSON.stringify(parts)).slice(0, 32);
}
