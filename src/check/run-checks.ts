import { type Check, failed, type Outcome, unchecked } from './check.js';
import { firstLineWithCause, isOfCredentials } from './denial.js';

/** A check and what became of it. */
export interface Result extends Outcome {
  readonly id: string;
  readonly title: string;
}

const TIMEOUT_MS = 20_000;

/**
 * Runs all checks at once, each as soon as those that it needs have ended, whatever becomes of the others.
 *
 * @param wrongVariables the variables that cannot be used: a check that needs one of them is not made.
 * @returns the results in the order of the checks. None of them rejects.
 */
export function runChecks(checks: readonly Check[], wrongVariables: ReadonlySet<string>): readonly Promise<Result>[] {
  const results = new Map<string, Promise<Result>>();
  for (const check of checks) results.set(check.id, resultOf(check, results, wrongVariables));
  return [...results.values()];
}

async function resultOf(
  check: Check,
  results: ReadonlyMap<string, Promise<Result>>,
  wrongVariables: ReadonlySet<string>,
): Promise<Result> {
  const { id, title, needs = [], variables = [] } = check;
  const wrong = variables.find((name) => wrongVariables.has(name));
  if (wrong !== undefined) return { id, title, ...unchecked(`${wrong} cannot be used`) };
  const needed = await Promise.all(needs.map((need) => neededResult(need, results)));
  const missing = needed.find(({ state }) => state === 'failed' || state === 'unchecked');
  if (missing) {
    const how = missing.state === 'failed' ? 'failed' : 'was not checked';
    return { id, title, ...unchecked(`"${missing.title}" ${how}`) };
  }
  return { id, title, ...(await outcomeOf(check)) };
}

function neededResult(id: string, results: ReadonlyMap<string, Promise<Result>>): Promise<Result> {
  const result = results.get(id);
  if (!result) throw new Error(`no check "${id}" stands before this one`);
  return result;
}

async function outcomeOf({ timeoutMs = TIMEOUT_MS, run }: Check): Promise<Outcome> {
  const ending = new AbortController();
  const seconds = Math.round(timeoutMs / 1_000);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => {
      resolve(failed(`no answer within ${seconds} s`, REACH));
      ending.abort(new Error(`no answer within ${seconds} s`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([run(ending.signal).catch(unexpected), late]);
  } finally {
    clearTimeout(timer);
  }
}

const REACH =
  'Check that this network lets the bot out to it (a proxy, a NAT gateway, a VPC endpoint), then check again.';

/** What no check of its own knows: no connection, a fault of the service's. */
const unexpected = (cause: unknown): Outcome =>
  isOfCredentials(cause)
    ? failed(
        firstLineWithCause(cause),
        'AWS does not take the credentials: renew them, and check AWS_REGION and the clock.',
      )
    : failed(firstLineWithCause(cause), REACH);
