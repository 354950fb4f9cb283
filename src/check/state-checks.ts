import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import type { Config } from '../config.js';
import { documentClient } from '../dynamodb/document-client.js';
import { ensureStateTable } from '../dynamodb/table.js';
import { messageOf } from '../errors.js';
import { type Check, failed, type Outcome, passed, unchecked, warned } from './check.js';
import { type Denial, denialIn, deniedByAdvice, firstLineOf } from './denial.js';
import { once } from './once.js';
import { accountIn, allow, arnsOf } from './policy.js';
import { STATE_CALLS } from './state-calls.js';

/** The state table, as checks ask for it. */
export interface StateSettings {
  readonly client: DynamoDBClient;
  readonly region: string;
  readonly state: Config['state'];
}

const VARIABLES = ['AWS_REGION', 'AWS_ENDPOINT_URL_DYNAMODB', 'IR_STATE_TABLE', 'IR_CREATE_STATE_TABLE'];
const NEEDS_TABLE = ['state.table'];

/** Whether cases can be kept. */
export function stateChecks(settings: StateSettings): readonly Check[] {
  const { client, state } = settings;
  const describe = once(async () => (await client.send(new DescribeTableCommand({ TableName: state.table }))).Table);
  const arn = async () => (await describe())?.TableArn;
  return [
    {
      id: 'state.table',
      title: `DynamoDB: table ${state.table}`,
      needs: ['aws.credentials'],
      variables: VARIABLES,
      run: () => tableOutcome(settings, describe),
    },
    {
      id: 'state.access',
      title: 'DynamoDB: reading and writing',
      needs: NEEDS_TABLE,
      run: async () => accessOutcome(settings, await arn()),
    },
    {
      id: 'state.deletion-protection',
      title: 'DynamoDB: deletion protection',
      needs: NEEDS_TABLE,
      run: async () =>
        (await describe())?.DeletionProtectionEnabled
          ? passed('on')
          : warned(
              'off: one call deletes every case',
              `Turn it on: aws dynamodb update-table --table-name ${state.table} --deletion-protection-enabled`,
            ),
    },
    {
      id: 'state.recovery',
      title: 'DynamoDB: point-in-time recovery',
      needs: NEEDS_TABLE,
      run: async () => recoveryOutcome(settings, await arn()),
    },
  ];
}

async function tableOutcome(
  { client, region, state }: StateSettings,
  describe: () => Promise<unknown>,
): Promise<Outcome> {
  try {
    await describe();
  } catch (cause) {
    const denial = denialIn(cause);
    if (denial) return denied({ region, state }, ['DescribeTable'], denial);
    if (!(cause instanceof ResourceNotFoundException)) throw cause;
    if (state.create) {
      return unchecked(
        `it is not there yet: the bot makes it when it starts (IR_CREATE_STATE_TABLE), and needs dynamodb:CreateTable for that`,
      );
    }
  }
  try {
    await ensureStateTable(client, state.table, { create: false });
    return passed('there, with the keys that the bot needs');
  } catch (cause) {
    const [, seen = messageOf(cause), advice] = /^(.+?)\. ([A-Z].*)$/s.exec(messageOf(cause)) ?? [];
    return failed(seen, ...(advice === undefined ? [] : [advice]));
  }
}

async function accessOutcome({ client, region, state }: StateSettings, tableArn: string | undefined): Promise<Outcome> {
  const documents = documentClient(client);
  const denials: { readonly action: string; readonly denial: Denial }[] = [];
  for (const { action, call } of STATE_CALLS) {
    try {
      await call(documents, state.table);
    } catch (cause) {
      const denial = denialIn(cause);
      if (!denial) throw cause;
      denials.push({ action, denial });
    }
  }
  const [first] = denials;
  if (!first)
    return passed(`${STATE_CALLS.map(({ action }) => action).join(', ')} work, on an item of the check's own`);
  return denied(
    { region, state, tableArn },
    denials.map(({ action }) => action),
    first.denial,
  );
}

function denied(
  { region, state, tableArn }: Pick<StateSettings, 'region' | 'state'> & { readonly tableArn?: string | undefined },
  names: readonly string[],
  denial: Denial,
): Outcome {
  const account = accountIn(denial.resource) ?? denial.account;
  const actions = names.map((name) => `dynamodb:${name}`);
  const resource = tableArn ?? arnsOf(region, account).arn('dynamodb', `table/${state.table}`);
  return {
    ...failed(`the role of the bot may not call ${actions.join(', ')}`, ...deniedByAdvice(denial)),
    statements: [allow('IrBotState', actions, [resource])],
  };
}

async function recoveryOutcome(
  { client, region, state }: StateSettings,
  tableArn: string | undefined,
): Promise<Outcome> {
  const turnOn = `Turn it on: aws dynamodb update-continuous-backups --table-name ${state.table} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true`;
  try {
    const { ContinuousBackupsDescription: backups } = await client.send(
      new DescribeContinuousBackupsCommand({ TableName: state.table }),
    );
    return backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED'
      ? passed('on')
      : warned('off: what is written over by mistake is gone', turnOn);
  } catch (cause) {
    const denial = denialIn(cause);
    if (!denial) return unchecked(`DynamoDB does not say it: ${firstLineOf(cause)}`);
    return unchecked(
      `the bot may not ask (dynamodb:DescribeContinuousBackups), and need not; see that it is on for ${tableArn ?? `${state.table} in ${region}`}`,
    );
  }
}
