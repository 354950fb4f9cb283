/** Slack's timestamps are taken five minutes either side of now, so a request cannot come again for longer than twice that. */
const REMEMBERED_MS = 600_000;
/** More than Slack sends one bot in that time; each is about 200 bytes of memory. */
const MAX_REMEMBERED = 100_000;

/** Whether a signature of Slack's comes for the first time. Asking is remembering, so that of two at once only one is the first. */
export type IsFirst = (signature: string) => boolean;

/**
 * Remembers the signatures of the last ten minutes. Only those that were found to be Slack's may be asked about: others would let
 * anybody fill the memory. When Slack delivers an event again it signs it anew, so that a signature never comes twice by right.
 */
export function signaturesSeen(nowMs: () => number, max = MAX_REMEMBERED): IsFirst {
  const untilMs = new Map<string, number>();
  return (signature) => {
    for (const [known, end] of untilMs) {
      if (end > nowMs() && untilMs.size < max) break;
      untilMs.delete(known);
    }
    if (untilMs.has(signature)) return false;
    untilMs.set(signature, nowMs() + REMEMBERED_MS);
    return true;
  };
}
