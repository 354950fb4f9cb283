import type { z } from 'zod';
import { ENVIRONMENT, VARIABLES, type Variable } from './environment.js';
import { type LogThreshold, withoutSecrets } from './log.js';
import { nearest } from './nearest.js';

/** How the bot talks to Slack: over a connection that it opens, or by requests to a port of its own. */
export type SlackConfig = { readonly botToken: string; readonly apiUrl?: string | undefined } & (
  | { readonly mode: 'socket'; readonly appToken: string }
  | { readonly mode: 'http'; readonly signingSecret: string; readonly port: number }
);

/** What differs between two deployments. Region, endpoints and credentials of AWS are the SDK's own to read. */
export interface Config {
  readonly slack: SlackConfig;
  readonly athena: {
    readonly catalog: string;
    readonly database: string;
    readonly table: string;
    readonly workgroup: string;
    /** `s3://…`, when the workgroup has no results location. */
    readonly output?: string | undefined;
  };
  /** The DynamoDB table, and whether to make it when it is missing. */
  readonly state: { readonly table: string; readonly create: boolean };
  /** Who may use the bot: Slack user ids and user-group ids, at least one of both together. */
  readonly responders: { readonly users: readonly string[]; readonly groups: readonly string[] };
  /** The ids of the channels that the bot works in; all that it is invited to when absent. */
  readonly channels?: readonly string[] | undefined;
  /** The window of a question that names none, as text that `readWindow` takes. */
  readonly window: string;
  /** The folder of the team's own questions. */
  readonly detectionsFolder?: string | undefined;
  /** What a case may cost in US dollars before its next question is stopped; no limit when absent. */
  readonly caseBudgetUsd?: number | undefined;
  /** Queries that the bot runs at once. */
  readonly maxQueries: number;
  /** How long a bot has a question to itself without saying so again, in milliseconds. */
  readonly leaseMs: number;
  readonly logLevel: LogThreshold;
  readonly healthPort?: number | undefined;
}

/** One variable that is missing or wrong. `seen` is quoted, shortened and free of secrets; it is left out when nothing is set. */
export interface ConfigProblem {
  readonly variable: string;
  readonly seen?: string | undefined;
  readonly expects: string;
}

/** Every variable that is missing or wrong, at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly ConfigProblem[]) {
    super(`the environment cannot be used:\n${problems.map(lineOf).join('\n')}`);
  }
}

const lineOf = ({ variable, seen, expects }: ConfigProblem): string =>
  `  ${variable} ${seen === undefined ? 'is not set' : `is ${seen}`}; expects ${expects}`;

type Environment = z.output<typeof ENVIRONMENT>;

const OWN_PREFIX = 'IR_';
const MAX_SEEN_CHARACTERS = 60;

/**
 * Reads the environment. A variable that is set to nothing counts as not set; blanks around a value are dropped.
 *
 * @throws ConfigError naming every variable that is missing, wrong, or unknown though it begins with `IR_`.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = new Map(
    Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()] as const] : [])),
  );
  const values = VARIABLES.map(({ name, fallback }) => [name, given.get(name) ?? fallback] as const);
  const read = ENVIRONMENT.safeParse(Object.fromEntries(values));
  const wrong = new Set(read.error?.issues.map(({ path: [name] }) => String(name)));
  const problems = [
    ...VARIABLES.filter(({ name }) => wrong.has(name) || isMissingMode(name, given)).map((variable) =>
      problemOf(variable, given.get(variable.name)),
    ),
    ...unknownVariables(given),
  ];
  const slack = read.success ? slackOf(read.data) : undefined;
  if (!read.success || !slack || problems.length > 0) throw new ConfigError(problems);
  return configOf(read.data, slack);
}

/** Neither Socket Mode nor HTTP: Socket Mode is what is asked for. */
const isMissingMode = (name: string, given: ReadonlyMap<string, string>): boolean =>
  name === 'SLACK_APP_TOKEN' && !given.has(name) && !given.has('SLACK_SIGNING_SECRET');

function configOf(env: Environment, slack: SlackConfig): Config {
  return {
    slack,
    athena: {
      catalog: env.IR_ATHENA_CATALOG,
      database: env.IR_ATHENA_DATABASE,
      table: env.IR_ATHENA_TABLE,
      workgroup: env.IR_ATHENA_WORKGROUP,
      output: env.IR_ATHENA_OUTPUT,
    },
    state: { table: env.IR_STATE_TABLE, create: env.IR_CREATE_STATE_TABLE },
    responders: {
      users: env.IR_RESPONDERS.filter((id) => !id.startsWith('S')),
      groups: env.IR_RESPONDERS.filter((id) => id.startsWith('S')),
    },
    channels: env.IR_CHANNELS,
    window: env.IR_WINDOW,
    detectionsFolder: env.IR_DETECTIONS_DIR,
    caseBudgetUsd: env.IR_CASE_BUDGET_USD,
    maxQueries: env.IR_MAX_QUERIES,
    leaseMs: env.IR_LEASE_SECONDS * 1_000,
    logLevel: env.IR_LOG_LEVEL,
    healthPort: env.IR_HEALTH_PORT,
  };
}

/** Socket Mode where there is an app-level token, HTTP where there is a signing secret, else nothing. */
function slackOf(env: Environment): SlackConfig | undefined {
  const shared = { botToken: env.SLACK_BOT_TOKEN, apiUrl: env.SLACK_API_URL };
  if (env.SLACK_APP_TOKEN !== undefined) return { ...shared, mode: 'socket', appToken: env.SLACK_APP_TOKEN };
  if (env.SLACK_SIGNING_SECRET === undefined) return undefined;
  return { ...shared, mode: 'http', signingSecret: env.SLACK_SIGNING_SECRET, port: env.PORT };
}

const problemOf = ({ name, expects, isSecret }: Variable, value: string | undefined): ConfigProblem => ({
  variable: name,
  ...(value === undefined ? {} : { seen: isSecret ? 'set to something else (not shown)' : seen(value) }),
  expects,
});

/** A long word with digits in it: a signing secret, a secret access key or a session token, which have no shape of their own. */
const SECRET_WORD = /(?=[\w+/=]*\d)(?=[\w+/=]*[a-z])[\w+/=]{32,}/gi;

/** A secret may have ended up in the wrong variable. */
const seen = (value: string): string => {
  const shown = withoutSecrets(value).replaceAll(SECRET_WORD, '[redacted]');
  return JSON.stringify(shown.length > MAX_SEEN_CHARACTERS ? `${shown.slice(0, MAX_SEEN_CHARACTERS)}…` : shown);
};

function unknownVariables(given: ReadonlyMap<string, string>): ConfigProblem[] {
  const known = VARIABLES.map(({ name }) => name).filter((name) => name.startsWith(OWN_PREFIX));
  return [...given.keys()]
    .filter((name) => name.startsWith(OWN_PREFIX) && !known.includes(name))
    .map((name) => ({
      variable: name,
      seen: 'unknown',
      expects: `one of the bot's own names; the nearest is ${nearest(name, known)?.word}`,
    }));
}
