import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import { type DestinationStream, type Logger, pino } from 'pino';

/** How much is logged: pino's levels. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogThreshold = (typeof LOG_LEVELS)[number];

const MASK = '[redacted]';

/**
 * Names of fields whose text is a credential, or as good as one: with a response URL or a `trigger_id` others can act as the bot.
 * The part before is bounded, since log data decides how long a word is.
 */
const SECRET_NAME = [
  '[\\w-]{0,40}(?:token|secret|password|cookie|authorization|secret[_-]?(?:access[_-]?)?key)',
  'response_?urls?',
  'trigger_?id',
  'x-(?:amz|slack)-signature',
].join('|');
const SECRET_FIELD = new RegExp(`"(${SECRET_NAME})"\\s*:\\s*"(?:[^"\\\\]|\\\\.)*"`, 'gi');
/** The same in JSON that is text inside a line of JSON, its quotes escaped once or more. */
const SECRET_FIELD_IN_TEXT = new RegExp(`(\\\\{1,15})"(${SECRET_NAME})\\1"\\s*:\\s*\\1"[^"]*"`, 'gi');
/** The same as Node prints an object. */
const SECRET_PROPERTY = new RegExp(`\\b(${SECRET_NAME})'?: '[^']*'`, 'gi');
/** The same in the query of a URL or the body of a form. A `ticket` opens Slack's WebSocket. */
const SECRET_ARGUMENT = new RegExp(`\\b(${SECRET_NAME}|ticket)=[^&\\s"'\\\\]+`, 'gi');
const SLACK_TOKEN = /(?:xox[a-z]|xapp|xwfp)-[\w.-]+/gi;
const SLACK_HOOK = /https:(?:\\?\/){2}hooks\.slack(?:-gov)?\.com[^\s"'\\<>]*/gi;
/** The user and the password of an address. */
const URL_PASSWORD = /(:(?:\\?\/){2})[^\s/"'\\@?#]{1,200}@/g;
const BEARER = /\bBearer [\w.~+/=-]{8,}/gi;

/**
 * A text without the credentials in it, wherever they stand: Slack's tokens and hooks by their shape, everything else by the name
 * of its field or argument. AWS access key ids stay: they are evidence.
 */
export const withoutSecrets = (text: string): string =>
  text
    .replaceAll(SECRET_FIELD, `"$1":"${MASK}"`)
    .replaceAll(SECRET_FIELD_IN_TEXT, `$1"$2$1":$1"${MASK}$1"`)
    .replaceAll(SECRET_PROPERTY, `$1: '${MASK}'`)
    .replaceAll(SECRET_ARGUMENT, `$1=${MASK}`)
    .replaceAll(SLACK_TOKEN, MASK)
    .replaceAll(SLACK_HOOK, MASK)
    .replaceAll(URL_PASSWORD, `$1${MASK}@`)
    .replaceAll(BEARER, `Bearer ${MASK}`);

/**
 * The log: one line of JSON an entry, UTC, to standard output unless a destination is given. Credentials are taken out of the
 * finished line, so that no nesting, error or child logger gets around it.
 */
export const buildLog = ({ level, destination }: { level: LogThreshold; destination?: DestinationStream }): Logger => {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    hooks: { streamWrite: withoutSecrets },
  };
  return destination ? pino(options, destination) : pino(options);
};

/**
 * The log as Bolt and Slack's clients want it. Their debug messages end in whole payloads, with what people wrote and what lets
 * others answer for the bot: only what stands before the first colon or bracket is kept. The level stays the log's own, which
 * Bolt would set to its default.
 *
 * @param worst what its errors are logged as: `warn` of a part that mends them itself.
 */
export function boltLogger(log: Logger, worst: 'warn' | 'error' = 'error'): BoltLogger {
  const slack = log.child({ component: 'slack' });
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (...messages: readonly unknown[]): void => {
      const err = messages.find((message) => message instanceof Error);
      const details = messages.filter((message) => typeof message !== 'string' && message !== err);
      const text = textOf(messages) || err?.message;
      slack[level]({ ...(err && { err }), ...(details.length > 0 && { details }) }, text);
    };
  return {
    debug: (...messages: readonly unknown[]) => slack.debug(beforePayload(textOf(messages))),
    info: write('info'),
    warn: write('warn'),
    error: write(worst),
    setLevel: () => {},
    getLevel: () => boltLevel(slack),
    setName: () => {},
  };
}

const textOf = (messages: readonly unknown[]): string =>
  messages.filter((message) => typeof message === 'string').join(' ');

/** `ack() call begins (body: {…})` becomes `ack() call begins`. */
const beforePayload = (text: string): string => {
  const [head = ''] = /^[^:{[]*/.exec(text) ?? [];
  return head.replace(/\([^)]*$/, '').trim() || 'payload';
};

function boltLevel(log: Logger): LogLevel {
  if (log.isLevelEnabled('debug')) return LogLevel.DEBUG;
  if (log.isLevelEnabled('info')) return LogLevel.INFO;
  return log.isLevelEnabled('warn') ? LogLevel.WARN : LogLevel.ERROR;
}
