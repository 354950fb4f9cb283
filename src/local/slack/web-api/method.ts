import type { z } from 'zod';
import { slackWording } from '../block-kit/wording.js';
import type { JsonObject } from '../json.js';
import type { Parts } from '../parts.js';
import { SlackError } from '../slack-error.js';

/** A Web API method: which token it takes, and what it answers beside `ok`. */
export interface Method {
  readonly token: 'bot' | 'app';
  call(args: JsonObject, parts: Parts): JsonObject;
}

/** A method of the bot's, its arguments read by a schema. */
export function method<S extends z.ZodType>(args: S, call: (args: z.output<S>, parts: Parts) => JsonObject): Method {
  return { token: 'bot', call: (given, parts) => call(readArgs(args, given), parts) };
}

function readArgs<S extends z.ZodType>(schema: S, given: JsonObject): z.output<S> {
  const read = schema.safeParse(given, { error: slackWording });
  if (read.success) return read.data;
  const messages = read.error.issues.map(
    ({ message, path }) => `[ERROR] ${message} [json-pointer:/${path.map(String).join('/')}]`,
  );
  throw new SlackError('invalid_arguments', messages);
}
