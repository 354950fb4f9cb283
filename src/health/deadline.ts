/** What was waited for did not come in time. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
  /** @param afterMs how long it was waited for, in milliseconds. */
  constructor(afterMs: number) {
    super(`no answer within ${afterMs / 1_000} seconds`);
  }
}

/**
 * Waits for something, but not for ever: also where it hears no signal, as the AWS SDK while it looks for credentials.
 *
 * @param work is told by its signal that nobody waits any longer.
 * @throws DeadlinePassed when it takes longer.
 */
export async function byDeadline<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const cause = new DeadlinePassed(milliseconds);
      reject(cause);
      ending.abort(cause);
    }, milliseconds);
  });
  try {
    return await Promise.race([work(ending.signal), passed]);
  } finally {
    clearTimeout(timer);
  }
}
