import { ACCOUNTS } from './identities.js';
import { ALPHABETS, type Dice } from './prng.js';
import type { ApiCall, Json } from './records.js';

/** The bucket whose object calls the production trail logs; what the intruder is after. */
export const CUSTOMER_BUCKET = 'example-customer-exports';
/** Where the trails of both accounts deliver to. */
export const LOG_BUCKET = 'example-org-cloudtrail';
/** What the company runs. */
export const SERVICES = ['checkout', 'orders', 'invoices', 'catalogue'] as const;
const CUSTOMERS = ['alder', 'birch', 'cedar', 'hazel', 'linden', 'maple', 'rowan', 'willow'] as const;

/** A call with parameters that differ from time to time, in one of the accounts. */
export type CallMaker = (dice: Dice, accountId: string) => ApiCall;

/** `'ec2: DescribeInstances DescribeVpcs'`: a service, and calls of it without parameters. */
export function plainCalls(...lines: readonly string[]): readonly ApiCall[] {
  return lines.flatMap((line) => {
    const [service = '', names = ''] = line.split(': ');
    return names.split(' ').map((name) => ({ service, name }));
  });
}

/** The same, where makers are wanted. */
export const plainMakers = (...lines: readonly string[]): readonly CallMaker[] =>
  plainCalls(...lines).map((call) => () => call);

/** A call with parameters and, where it changes something, an answer. */
export const callWith = (service: string, name: string, request: Json, response?: Json): ApiCall => ({
  service,
  name,
  request,
  ...(response !== undefined && { response }),
});

/** The same call, failed with a code that is no denial. */
export const failed = (call: ApiCall, code: string, message: string): ApiCall => ({
  ...call,
  error: { code, message },
});

/** The id of an instance that may or may not exist. */
export const instanceId = (dice: Dice): string => `i-${dice.word(8, ALPHABETS.hex)}example`;

/** An object of the customer bucket: exports by customer and month. */
export function customerObject(dice: Dice) {
  const month = String(dice.between(1, 12)).padStart(2, '0');
  const part = String(dice.between(0, 9999)).padStart(5, '0');
  return {
    accountId: ACCOUNTS.production,
    bucket: CUSTOMER_BUCKET,
    key: `exports/${dice.pick(CUSTOMERS)}/month-${month}/part-${part}.csv.gz`,
    bytes: dice.between(40_000, 9_000_000),
  };
}
