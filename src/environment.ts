import { z } from 'zod';
import { IDENTIFIER } from './athena/identifier.js';
import { messageOf } from './errors.js';
import { readWindow } from './investigation/window.js';
import { LOG_LEVELS } from './log.js';

/** How a variable is explained: in docs/running.md and in errors. */
interface Form {
  readonly meaning: string;
  /** What its text has to be, to follow on "expects". */
  readonly expects: string;
  /** The text that stands in when it is not set. */
  readonly fallback?: string;
  /** Whether its text is never shown. */
  readonly isSecret?: true;
}

/** An environment variable that the bot, or the AWS SDK on its behalf, reads. */
export interface Variable extends Form {
  readonly name: string;
}

const forms = z.registry<Form>();

const text = (pattern: RegExp) => z.string().regex(pattern);
const url = () => z.url({ protocol: /^https?$/ });
const port = () =>
  text(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.number().max(65_535));
const A_PORT = 'a port: 0 to 65535, where 0 takes any that is free';
const A_URL = 'a URL that begins with http:// or https://';
const ID_SEPARATOR = /[\s,]+/;
/** At least one id, separated by commas. */
const ids = (pattern: RegExp) =>
  text(/[^\s,]/)
    .transform((list) => list.split(ID_SEPARATOR).filter((id) => id !== ''))
    .pipe(z.array(text(pattern)));

const isBoundedWindow = (value: string, context: z.RefinementCtx<string>): void => {
  try {
    if (readWindow(value, new Date()).span === undefined) throw new Error('it has no bound');
  } catch (cause) {
    context.addIssue({ code: 'custom', message: messageOf(cause) });
  }
};

/** Every variable: how its text is read, and how it is explained. */
export const ENVIRONMENT = z.object({
  SLACK_BOT_TOKEN: text(/^xoxb-[\w.-]+$/).register(forms, {
    meaning: 'The bot token of the Slack app.',
    expects: 'the bot token that Slack shows under OAuth & Permissions: xoxb-…',
    isSecret: true,
  }),
  SLACK_APP_TOKEN: text(/^xapp-[\w.-]+$/)
    .optional()
    .register(forms, {
      meaning: 'The app-level token: with it, the bot opens a connection to Slack itself (Socket Mode).',
      expects: 'an app-level token with the scope connections:write: xapp-…; or SLACK_SIGNING_SECRET in its place',
      isSecret: true,
    }),
  SLACK_SIGNING_SECRET: text(/^(?!xox|xapp)\S+$/)
    .optional()
    .register(forms, {
      meaning: 'Without an app-level token: the secret with which Slack signs its requests to the bot (HTTP mode).',
      expects: 'the signing secret that Slack shows under Basic Information; not a token',
      isSecret: true,
    }),
  PORT: port().register(forms, {
    meaning: "In HTTP mode: the port for Slack's requests.",
    expects: A_PORT,
    fallback: '3000',
  }),
  SLACK_API_URL: url()
    .transform((root) => (root.endsWith('/') ? root : `${root}/`))
    .optional()
    .register(forms, { meaning: "Another Web API root than Slack's.", expects: A_URL }),
  AWS_REGION: text(/^[a-z]{2}[a-z-]*-\d{1,2}$/).register(forms, {
    meaning: 'The region of Athena and DynamoDB.',
    expects: 'a region, as in eu-central-1; the SDK does not read AWS_DEFAULT_REGION',
  }),
  AWS_ENDPOINT_URL_ATHENA: url()
    .optional()
    .register(forms, { meaning: "Another Athena endpoint than AWS's.", expects: A_URL }),
  AWS_ENDPOINT_URL_DYNAMODB: url()
    .optional()
    .register(forms, { meaning: "Another DynamoDB endpoint than AWS's.", expects: A_URL }),
  IR_ATHENA_CATALOG: text(/^[\w@/:.-]{1,256}$/).register(forms, {
    meaning: 'The catalog of the CloudTrail table.',
    expects: 'the name of a data catalog',
    fallback: 'AwsDataCatalog',
  }),
  IR_ATHENA_DATABASE: text(IDENTIFIER).register(forms, {
    meaning: 'The database of the CloudTrail table.',
    expects: 'a name of lower-case letters, digits and underscores',
    fallback: 'security_analysis',
  }),
  IR_ATHENA_TABLE: text(IDENTIFIER).register(forms, {
    meaning: 'The CloudTrail table, in any layout.',
    expects: 'a name of lower-case letters, digits and underscores',
    fallback: 'cloudtrail',
  }),
  IR_ATHENA_WORKGROUP: text(/^[\w.-]{1,128}$/).register(forms, {
    meaning: 'The workgroup that queries run in.',
    expects: 'the name of a workgroup',
    fallback: 'primary',
  }),
  IR_ATHENA_OUTPUT: text(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/\S*)?$/)
    .optional()
    .register(forms, {
      meaning: 'Where Athena puts results, when the workgroup sets no place.',
      expects: 's3://bucket/prefix/',
    }),
  IR_STATE_TABLE: text(/^[\w.-]{3,255}$/).register(forms, {
    meaning: 'The DynamoDB table that keeps the cases.',
    expects: 'a name of 3 to 255 letters, digits, dots, hyphens and underscores',
    fallback: 'ir-bot',
  }),
  IR_CREATE_STATE_TABLE: z
    .enum(['true', 'false'])
    .transform((answer) => answer === 'true')
    .register(forms, {
      meaning: 'Whether the bot makes that table when it is missing.',
      expects: 'true or false',
      fallback: 'false',
    }),
  IR_RESPONDERS: ids(/^[UWS][A-Z0-9]{2,}$/).register(forms, {
    meaning: 'Who may use the bot: Slack user ids and user-group ids, separated by commas.',
    expects: 'at least one id of a Slack user (U… or W…) or user group (S…), separated by commas',
  }),
  IR_CHANNELS: ids(/^[CG][A-Z0-9]{2,}$/)
    .optional()
    .register(forms, {
      meaning:
        'The only channels that the bot works in: Slack channel ids, separated by commas; every channel that it is invited to when it is not set.',
      expects: 'at least one id of a Slack channel (C… or G…, not its name), separated by commas',
    }),
  IR_WINDOW: z.string().superRefine(isBoundedWindow).register(forms, {
    meaning: 'The window of a question that names none.',
    expects: 'a window, as in 24h, 7d or 2026-11-20..2026-11-22; not all, which every question would have to confirm',
    fallback: '24h',
  }),
  IR_DETECTIONS_DIR: text(/\S/).optional().register(forms, {
    meaning: "A folder with questions of your own: one `.sql` file each, in the form of the bot's own.",
    expects: 'the path of a folder',
  }),
  IR_CASE_BUDGET_USD: text(/^\d{1,6}(?:\.\d{1,4})?$/)
    .transform(Number)
    .pipe(z.number().positive())
    .optional()
    .register(forms, {
      meaning: 'What a case may cost, in US dollars, before its next question is stopped; no limit when it is not set.',
      expects: 'an amount of US dollars, as in 5 or 0.50',
    }),
  IR_MAX_QUERIES: text(/^[1-9]\d?$/)
    .transform(Number)
    .pipe(z.number())
    .register(forms, {
      meaning:
        'How many Athena queries the bot runs at once; other questions wait for their turn, in order, and say so.',
      expects: 'a number from 1 to 99',
      fallback: '5',
    }),
  IR_LEASE_SECONDS: text(/^\d{1,3}$/)
    .transform(Number)
    .pipe(z.number().min(2).max(600))
    .register(forms, {
      meaning:
        'How long a question is left alone whose bot was killed, before another bot, or the same one started again, goes on with it.',
      expects: 'a number of seconds from 2 to 600',
      fallback: '60',
    }),
  IR_LOG_LEVEL: z.enum(LOG_LEVELS).register(forms, {
    meaning: 'How much is logged.',
    expects: `one of ${LOG_LEVELS.join(', ')}`,
    fallback: 'info',
  }),
  IR_HEALTH_PORT: port().optional().register(forms, {
    meaning: 'A port that answers GET /healthz, /readyz and /metrics, for the inside of the network.',
    expects: A_PORT,
  }),
});

/** The same variables as a list, for docs/running.md and for errors. */
export const VARIABLES: readonly Variable[] = Object.entries(ENVIRONMENT.shape).map(([name, schema]) => {
  const form = forms.get(schema);
  if (!form) throw new Error(`${name} has no form`);
  return { name, ...form };
});
