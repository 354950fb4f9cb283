import type { IncomingMessage } from 'node:http';
import { SCOPES } from '../../../check/scopes.js';
import { messageOf } from '../../../errors.js';
import type { Faults } from '../../faults.js';
import { isObject, type JsonObject, parseJson, textOf } from '../json.js';
import type { Parts } from '../parts.js';
import type { RateLimits } from '../rate-limits.js';
import { SlackError } from '../slack-error.js';
import { chatMethods } from './chat.js';
import { fileMethods } from './files.js';
import type { Method } from './method.js';
import { viewMethods } from './views.js';
import { workspaceMethods } from './workspace-methods.js';

/** Every method, by its name. */
export const METHODS: ReadonlyMap<string, Method> = new Map(
  Object.entries({ ...workspaceMethods, ...chatMethods, ...viewMethods, ...fileMethods }),
);

/** How a call is to fail: with an error of Slack's, or with an HTTP status. */
export type Failure =
  | { readonly error: string }
  | { readonly status: number; readonly retryAfterSeconds?: number | undefined };

/** What a call answers, over HTTP. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

/** The Web API: every call comes through `call`. */
export class WebApi {
  private readonly failures: { readonly method: string; readonly failure: Failure }[] = [];

  /**
   * @param limits - how often methods may be called; as often as the app likes without them
   * @param faults - what goes wrong by chance; nothing without it
   * @param scopes - those that the bot's token is said to have; they are told, not enforced
   */
  constructor(
    private readonly parts: Parts,
    private readonly limits: RateLimits | undefined,
    private readonly faults?: Faults,
    private readonly scopes: readonly string[] = SCOPES.map((scope) => scope.name),
  ) {}

  /** The next call of a method fails. Calls before it that were told to fail come first. */
  failNext(method: string, failure: Failure): void {
    this.failures.push({ method, failure });
  }

  /** One call: its token and arguments as they came. */
  call(name: string, request: IncomingMessage, body: string): Reply {
    const failure = this.takeFailure(name) ?? this.drawFailure();
    if (failure && 'status' in failure) return failed(failure);
    try {
      if (failure) throw new SlackError(failure.error);
      const args = readBody(request, body);
      const found = this.allowed(name, tokenOf(request, args));
      const retryAfterSeconds = this.limits?.count(name, this.channelIn(args)) ?? 0;
      if (retryAfterSeconds > 0) return this.tooOften(name, retryAfterSeconds);
      const answer = answered({ ok: true, ...found.call(args, this.parts) });
      return { ...answer, headers: found.token === 'bot' ? { 'x-oauth-scopes': this.scopes.join(',') } : {} };
    } catch (error) {
      return answered(this.refusal(name, error));
    }
  }

  private allowed(name: string, token: string | undefined): Method {
    const found = METHODS.get(name);
    if (!found) throw new SlackError('unknown_method');
    const { tokens } = this.parts;
    if (token === undefined) throw new SlackError('not_authed');
    if (token === tokens[found.token]) return found;
    throw new SlackError(token === tokens.bot || token === tokens.app ? 'not_allowed_token_type' : 'invalid_auth');
  }

  private channelIn(args: JsonObject): string | undefined {
    const channel = textOf(args, 'channel');
    return channel === undefined ? undefined : (this.parts.workspace.channel(channel)?.id ?? channel);
  }

  private tooOften(name: string, retryAfterSeconds: number): Reply {
    this.parts.log(`${name} was refused: ratelimited, to be tried again in ${retryAfterSeconds} s`);
    return failed({ status: 429, retryAfterSeconds });
  }

  private refusal(name: string, error: unknown): JsonObject {
    const { log } = this.parts;
    if (!(error instanceof SlackError)) {
      log(`${name} failed: ${messageOf(error)}`);
      return { ok: false, error: 'internal_error' };
    }
    log(`${name} was refused: ${error.message}`);
    const { messages } = error;
    return { ok: false, error: error.error, ...(messages.length > 0 && { response_metadata: { messages } }) };
  }

  private drawFailure(): Failure | undefined {
    const fault = this.faults?.draw('Slack rate limit', 'Slack server error');
    if (fault === undefined) return undefined;
    return fault === 'Slack rate limit' ? { status: 429, retryAfterSeconds: 1 } : { status: 503 };
  }

  private takeFailure(method: string): Failure | undefined {
    const index = this.failures.findIndex((planned) => planned.method === method);
    return index < 0 ? undefined : this.failures.splice(index, 1)[0]?.failure;
  }
}

function answered(body: JsonObject): Reply {
  return { status: 200, headers: {}, body };
}

function failed({ status, retryAfterSeconds }: Extract<Failure, { status: number }>): Reply {
  const headers: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return { status, headers, body: { ok: false, error: status === 429 ? 'ratelimited' : 'internal_error' } };
}

/** Slack takes forms, whose complex fields are JSON texts, and JSON. */
function readBody(request: IncomingMessage, body: string): JsonObject {
  const type = request.headers['content-type'] ?? '';
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
  if (!type.startsWith('application/json')) return Object.fromEntries([...query, ...new URLSearchParams(body)]);
  const args = parseJson(body);
  if (!isObject(args)) throw new SlackError('json_not_object');
  return args;
}

function tokenOf(request: IncomingMessage, args: JsonObject): string | undefined {
  const [, bearer] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  return bearer ?? textOf(args, 'token');
}
