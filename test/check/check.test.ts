import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { SCOPES } from '../../src/check/scopes.js';
import { UserFacingError } from '../../src/errors.js';
import {
  CHANNEL,
  type Deployment,
  type DeploymentOptions,
  denialOf,
  deployment,
  dynamodbDenial,
  FOREIGN_TABLE,
  UNPROTECTED_TABLE,
} from './stage.js';

let deployed: Deployment | undefined;
afterEach(async () => {
  await deployed?.close();
  deployed = undefined;
});

const start = async (options?: DeploymentOptions): Promise<Deployment> => {
  deployed = await deployment(options);
  return deployed;
};

const REPORT = z.strictObject({
  isReady: z.boolean(),
  checks: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      state: z.enum(['passed', 'warned', 'failed', 'unchecked']),
      seen: z.string(),
      advice: z.array(z.string()),
      statements: z.array(
        z.strictObject({
          Sid: z.string(),
          Effect: z.string(),
          Action: z.array(z.string()),
          Resource: z.array(z.string()),
        }),
      ),
    }),
  ),
});
const report = async (from: Deployment, ...args: readonly string[]) =>
  REPORT.parse(JSON.parse((await from.check('--json', ...args)).text));

const GUEST = { id: 'U0GUEST', name: 'guest', role: 'responder', standing: 'guest' } as const;
const SHARED = {
  id: 'C0SHARED',
  name: 'shared',
  topic: '',
  hasBot: true,
  sharing: 'with another organization',
} as const;

/** How a deployment is broken, and what the operator then reads: the first lines of the check. */
interface Case {
  readonly id: string;
  readonly cause: string;
  readonly options?: DeploymentOptions;
  readonly break?: (deployment: Deployment) => unknown;
  readonly args?: readonly string[];
  readonly state: 'warned' | 'failed' | 'unchecked';
  readonly seen: string;
  readonly advice?: string;
}

const CASES: readonly Case[] = [
  {
    id: 'configuration',
    cause: 'a variable that is missing',
    break: ({ environment }) => delete environment.IR_RESPONDERS,
    state: 'failed',
    seen: '1 variable of the environment cannot be used',
    advice: 'IR_RESPONDERS is not set; expects at least one id of a Slack user',
  },
  {
    id: 'questions',
    cause: 'a folder that is not there',
    break: ({ environment }) => Object.assign(environment, { IR_DETECTIONS_DIR: '/nowhere' }),
    state: 'failed',
    seen: 'the detections in /nowhere cannot be read',
    advice: 'Mend that file, or leave IR_DETECTIONS_DIR out.',
  },
  {
    id: 'slack.token',
    cause: 'the token of another app',
    break: ({ environment }) => Object.assign(environment, { SLACK_BOT_TOKEN: 'xoxb-of-another-app' }),
    state: 'failed',
    seen: 'Slack does not take it: invalid_auth',
    advice: 'Copy the "Bot User OAuth Token"',
  },
  {
    id: 'slack.scopes',
    cause: 'a scope that was left out',
    options: { slack: { scopes: SCOPES.map(({ name }) => name).filter((name) => name !== 'files:write') } },
    state: 'failed',
    seen: 'files:write is missing',
    advice: 'files:write: without it, there are no exports',
  },
  {
    id: 'slack.scopes',
    cause: 'a scope too many',
    options: { slack: { scopes: [...SCOPES.map(({ name }) => name), 'channels:history'] } },
    state: 'warned',
    seen: 'all that the bot needs, and channels:history',
    advice: 'The bot needs no more than what is in manifest.yml.',
  },
  {
    id: 'slack.app-token',
    cause: 'a token that was revoked',
    break: ({ environment }) => Object.assign(environment, { SLACK_APP_TOKEN: 'xapp-revoked' }),
    state: 'failed',
    seen: 'Slack does not let the bot open a connection: invalid_auth',
    advice: 'choose the app, then "Basic Information" → "App-Level Tokens"',
  },
  {
    id: 'slack.signing-secret',
    cause: 'another secret of the same page',
    break: ({ environment }) => {
      delete environment.SLACK_APP_TOKEN;
      Object.assign(environment, { SLACK_SIGNING_SECRET: 'verification-token' });
    },
    state: 'warned',
    seen: 'it does not look like one',
    advice: 'Copy the "Signing Secret"',
  },
  {
    id: 'slack.signing-secret',
    cause: 'nothing: only Slack can use it',
    break: ({ environment }) => {
      delete environment.SLACK_APP_TOKEN;
      Object.assign(environment, { SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef' });
    },
    state: 'unchecked',
    seen: "not checked, because only a request of Slack's shows",
  },
  {
    id: 'slack.group.S0GONE',
    cause: 'a user group that is gone',
    break: ({ environment }) => Object.assign(environment, { IR_RESPONDERS: 'S0GONE' }),
    state: 'failed',
    seen: 'Slack says no_such_subteam',
    advice: 'There is no such user group: correct its id in IR_RESPONDERS.',
  },
  {
    id: 'slack.group.S0IRTEAM',
    cause: 'a user group that nobody is in',
    options: { slack: { people: [{ id: 'U0ALICE', name: 'alice', role: 'outsider' }] } },
    state: 'failed',
    seen: 'nobody is in it',
  },
  {
    id: 'slack.users',
    cause: 'a guest, and somebody who is not there',
    options: { slack: { people: [GUEST] } },
    break: ({ environment }) => Object.assign(environment, { IR_RESPONDERS: 'U0GUEST,U0NOBODY' }),
    state: 'failed',
    seen: 'U0GUEST is a guest; U0NOBODY is nobody of the workspace',
    advice: 'Correct IR_RESPONDERS',
  },
  {
    id: 'slack.channel.C0RANDOM',
    cause: 'a channel that the bot was not invited to',
    args: ['--channel=C0RANDOM'],
    state: 'failed',
    seen: 'the bot is not in it',
    advice: 'Type /invite @ir-bot in that channel.',
  },
  {
    id: 'slack.channel.C0GONE',
    cause: 'a channel that is not there',
    args: ['--channel=C0GONE'],
    state: 'failed',
    seen: 'Slack says channel_not_found',
    advice: 'Type /invite @ir-bot in that channel. If that was done, the id is wrong',
  },
  {
    id: 'slack.channel.C0SHARED',
    cause: 'a channel that is shared',
    options: { slack: { channels: [SHARED] } },
    args: ['--channel=C0SHARED'],
    state: 'failed',
    seen: 'the channel is shared with another organization',
  },
  {
    id: `slack.channel.${CHANNEL}`,
    cause: 'a channel that IR_CHANNELS leaves out',
    break: ({ environment }) => Object.assign(environment, { IR_CHANNELS: 'C0GENERAL' }),
    args: [`--channel=${CHANNEL}`],
    state: 'failed',
    seen: 'IR_CHANNELS does not list it',
    advice: `Add ${CHANNEL} to IR_CHANNELS.`,
  },
  {
    id: 'slack.channel',
    cause: 'no channel that was named',
    state: 'unchecked',
    seen: 'not checked, because no channel was named: check again with --channel=C…',
  },
  {
    id: 'aws.credentials',
    cause: 'no credentials',
    break: ({ environment }) => {
      delete environment.AWS_ACCESS_KEY_ID;
      Object.assign(environment, {
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_CONFIG_FILE: '/nowhere',
        AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
      });
    },
    state: 'failed',
    seen: 'none were found: Could not load credentials',
    advice: 'Run this where the bot is to run, with its role',
  },
  {
    id: 'state.table',
    cause: 'no table',
    options: { hasStateTable: false },
    state: 'failed',
    seen: 'state table "ir-bot" in us-east-1 does not exist',
    advice: 'Deploy it with the keys pk (S, HASH), sk (S, RANGE)',
  },
  {
    id: 'state.table',
    cause: 'no table that the bot is to make',
    options: { hasStateTable: false },
    break: ({ environment }) => Object.assign(environment, { IR_CREATE_STATE_TABLE: 'true' }),
    state: 'unchecked',
    seen: 'not checked, because it is not there yet: the bot makes it when it starts',
  },
  {
    id: 'state.table',
    cause: 'a table of something else',
    break: (one) => one.answerDynamodb('DescribeTable', FOREIGN_TABLE),
    state: 'failed',
    seen: 'state table "ir-bot" in us-east-1 has the keys id (S, HASH), not pk (S, HASH), sk (S, RANGE)',
  },
  {
    id: 'state.access',
    cause: 'a role that may only read',
    break: (one) => one.answerDynamodb('PutItem', dynamodbDenial('PutItem')),
    state: 'failed',
    seen: 'the role of the bot may not call dynamodb:PutItem',
  },
  {
    id: 'state.deletion-protection',
    cause: 'a table without it',
    break: (one) => one.answerDynamodb('DescribeTable', UNPROTECTED_TABLE),
    state: 'warned',
    seen: 'off: one call deletes every case',
    advice: 'aws dynamodb update-table --table-name ir-bot --deletion-protection-enabled',
  },
  {
    id: 'state.recovery',
    cause: 'a table without it',
    break: (one) => one.answerDynamodb('DescribeContinuousBackups', { status: 200, body: {} }),
    state: 'warned',
    seen: 'off: what is written over by mistake is gone',
    advice: 'aws dynamodb update-continuous-backups --table-name ir-bot',
  },
  {
    id: 'state.recovery',
    cause: 'a role that may not ask',
    break: (one) => one.answerDynamodb('DescribeContinuousBackups', dynamodbDenial('DescribeContinuousBackups')),
    state: 'unchecked',
    seen: 'not checked, because the bot may not ask (dynamodb:DescribeContinuousBackups), and need not',
  },
  {
    id: 'athena.workgroup',
    cause: 'no place for results',
    options: { athena: { outputLocation: null } },
    state: 'failed',
    seen: 'it has no results location',
    advice: 'or set IR_ATHENA_OUTPUT.',
  },
  {
    id: 'athena.cut-off',
    cause: 'a workgroup without one',
    break: ({ athena }) => athena.setCutoffBytes(undefined),
    state: 'warned',
    seen: 'as much as it likes: the workgroup has no cut-off',
    advice: 'BytesScannedCutoffPerQuery=107374182400',
  },
  {
    id: 'athena.table',
    cause: 'a name that no table has',
    break: ({ environment }) => Object.assign(environment, { IR_ATHENA_TABLE: 'cloud_trail' }),
    state: 'failed',
    seen: 'Athena refused to show the table security_analysis.cloud_trail: EntityNotFoundException',
    advice: 'Is security_analysis.cloud_trail the CloudTrail table?',
  },
  {
    id: 'athena.coverage',
    cause: 'a list of two regions',
    options: { athena: { projectionRegions: ['us-east-1', 'eu-west-1'] } },
    state: 'warned',
    seen: 'it does not see af-south-1, ap-east-1, ap-east-2 and 29 more regions',
    advice: 'What happens in these regions looks like nothing: add af-south-1,',
  },
  {
    id: 'athena.question',
    cause: 'a table without partitions',
    options: { athena: { layout: 'console' } },
    state: 'unchecked',
    seen: 'not checked, because the table has no partitions by day',
  },
  {
    id: 'athena.question',
    cause: 'logs without an event',
    options: { hasEvent: false },
    state: 'warned',
    seen: 'answered, but there is no event in the partitions of the last hour of us-east-1; it read 0 B (< $0.001)',
    advice: 'Is the trail logging',
  },
  {
    id: 'athena.question',
    cause: 'a role that may start no query',
    break: ({ athena }) =>
      athena.failNext('StartQueryExecution', {
        type: 'AccessDeniedException',
        message: denialOf('athena:StartQueryExecution', 'arn:aws:athena:us-east-1:111122223333:workgroup/primary'),
      }),
    state: 'failed',
    seen: 'Athena refused to answer a question: User: arn:aws:sts::111122223333:assumed-role/ir-bot-task/i-0abc is not authorized',
  },
];

describe('ir-bot check', () => {
  it.each(CASES.map((one) => [one.id, one.cause, one] as const))('says of %s: %s', async (id, _, broken) => {
    const one = await start(broken.options);
    broken.break?.(one);

    const { isReady, checks } = await report(one, ...(broken.args ?? []));

    const found = checks.find((check) => check.id === id);
    expect(found?.state).toBe(broken.state);
    expect(found?.seen).toContain(broken.seen);
    expect(found?.advice.join('\n')).toContain(broken.advice ?? '');
    expect(isReady).toBe(!checks.some(({ state }) => state === 'failed'));
    if (broken.state !== 'unchecked') expect(isReady).toBe(broken.state !== 'failed');
  });

  it('has a case here for every check that there is', async () => {
    const one = await start();

    const { checks } = await report(one, `--channel=${CHANNEL}`);

    const broken = new Set(CASES.map(({ id }) => id));
    expect(checks.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual([]);
  });

  it('makes every other check, whatever else is wrong', async () => {
    const one = await start();
    one.environment.SLACK_BOT_TOKEN = 'xoxb-of-another-app';
    one.environment.IR_ATHENA_WORKGROUP = 'not a name';

    const { checks } = await report(one);

    const states = Object.fromEntries(checks.map(({ id, state }) => [id, state]));
    expect(states).toMatchObject({
      configuration: 'failed',
      'slack.token': 'failed',
      'slack.scopes': 'unchecked',
      'slack.app-token': 'passed',
      'state.access': 'passed',
      'athena.workgroup': 'unchecked',
      'athena.question': 'unchecked',
    });
    expect(checks.find(({ id }) => id === 'athena.workgroup')?.seen).toBe(
      'not checked, because IR_ATHENA_WORKGROUP cannot be used',
    );
  });

  it('leaves one item in the state table, however often it is asked, under a key that no case has', async () => {
    const one = await start();

    await one.check();
    await one.check();

    expect(await one.stateItems()).toEqual([
      { pk: { S: 'CHECK#ir-bot' }, sk: { S: 'LAST' }, checkedAt: { S: expect.any(String) } },
    ]);
  });

  it('asks Athena one question, of the partitions of the last hour in its own region', async () => {
    const one = await start();

    await one.check();

    const day = new Date(Date.now() - 3_600_000).toISOString().slice(0, 10).replaceAll('-', '/');
    expect(one.athena.statements).toEqual([expect.stringContaining(`date_partition BETWEEN '${day}' AND `)]);
    expect(one.athena.statements[0]).toContain(" AND region_partition = 'us-east-1'");
    expect(one.athena.statements[0]).toMatch(/LIMIT 1\)\s*$/);
  });

  it('prints how it is used, and refuses what it does not know', async () => {
    const one = await start();

    expect((await one.check('--help')).text).toContain('ir-bot check [--channel=C…] [--json]');
    await expect(one.check('--quick')).rejects.toThrow(UserFacingError);
    await expect(one.check('--channel=incidents')).rejects.toThrow('--channel=incidents is no channel');
  });
});

describe('the scopes that are checked', () => {
  it('are those of manifest.yml, in its order', async () => {
    const manifest = z
      .object({ oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }) })
      .parse(parse(await readFile('manifest.yml', 'utf8')));

    expect(SCOPES.map(({ name }) => name)).toEqual(manifest.oauth_config.scopes.bot);
  });
});
