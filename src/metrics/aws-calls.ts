import { Counter, type Registry } from 'prom-client';
import { z } from 'zod';
import { bounded } from './bounded.js';

/** A middleware of the AWS SDK's that sees a call with all of its tries. */
export type CallMeter = <Args, Output>(
  next: (args: Args) => Promise<Output>,
  context: { readonly commandName?: string },
) => (args: Args) => Promise<Output>;

/** Where in the SDK it has to stand to see a call once, not once a try. */
export const AROUND_ALL_TRIES = { step: 'initialize', name: 'callMeter' } as const;

const metadata = z.object({ $metadata: z.object({ attempts: z.number() }) });
const answered = z.object({ output: metadata });
const failure = z.object({ name: z.string(), $fault: z.enum(['client', 'server']).optional() });

/** Counts calls to AWS and how often they were tried again. @returns the meter of a service. */
export function awsMeter(registry: Registry): (service: 'athena' | 'dynamodb') => CallMeter {
  const registers = [registry];
  const calls = new Counter({
    name: 'ir_bot_aws_calls_total',
    help: 'Calls to AWS, by service, operation and outcome. A call that was tried more than once is one call.',
    labelNames: ['service', 'operation', 'outcome'],
    registers,
  });
  const retries = new Counter({
    name: 'ir_bot_aws_retries_total',
    help: 'Further tries of calls to AWS.',
    labelNames: ['service', 'operation'],
    registers,
  });
  const operationOf = bounded(/^[A-Z][A-Za-z]{1,60}$/);

  return (service) => (next, context) => async (args) => {
    const operation = operationOf(context.commandName?.replace(/Command$/, '') ?? '');
    const count = (outcome: string, tries: number) => {
      calls.inc({ service, operation, outcome });
      if (tries > 1) retries.inc({ service, operation }, tries - 1);
    };
    try {
      const output = await next(args);
      count('ok', answered.safeParse(output).data?.output.$metadata.attempts ?? 1);
      return output;
    } catch (cause) {
      count(outcomeOf(cause), metadata.safeParse(cause).data?.$metadata.attempts ?? 1);
      throw cause;
    }
  };
}

/** ThrottlingException, TooManyRequestsException, ProvisionedThroughputExceededException, RequestLimitExceeded, and their like. */
const THROTTLED = /Throttl|TooManyRequests|(?:Throughput|Limit)Exceeded/;

/** In few words, since AWS's own names for what it refuses are many. */
function outcomeOf(cause: unknown): string {
  const { name, $fault } = failure.safeParse(cause).data ?? {};
  // The bot's own way of finding out who was first.
  if (name === 'ConditionalCheckFailedException') return 'condition_failed';
  if (name === 'AbortError') return 'aborted';
  if (name !== undefined && THROTTLED.test(name)) return 'throttled';
  if ($fault === undefined) return 'unreachable';
  return $fault === 'client' ? 'refused' : 'failed';
}
