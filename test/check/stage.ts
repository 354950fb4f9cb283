import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { check } from '../../src/check/command.js';
import { ensureStateTable } from '../../src/dynamodb/table.js';
import { recordsEngine } from '../../src/local/athena/log-engine.js';
import { type LocalAthena, type LocalAthenaOptions, startLocalAthena } from '../../src/local/athena/server.js';
import { botEnvironment } from '../../src/local/bot-environment.js';
import { startLocalDynamodb } from '../../src/local/dynamodb.js';
import { LOCAL_USER_GROUP } from '../../src/local/slack/people.js';
import { type LocalSlack, type LocalSlackOptions, startLocalSlack } from '../../src/local/slack/server.js';
import { clientOf } from '../dynamodb/dynalite.js';

/** What an operation of DynamoDB answers in the place of dynalite, which knows neither permissions nor backups. */
export interface DynamodbReply {
  readonly status: number;
  readonly body: object;
}

/** A deployment that can go live, between stand-ins, to be broken by one cause at a time. */
export interface Deployment {
  readonly slack: LocalSlack;
  readonly athena: LocalAthena;
  readonly environment: NodeJS.ProcessEnv;
  /** From now on, an operation of DynamoDB answers this. */
  answerDynamodb(operation: string, reply: DynamodbReply): void;
  /** All items of the state table. */
  stateItems(): Promise<readonly object[]>;
  /** What `ir-bot check` prints in it, and whether it says that the bot can go live. */
  check(...args: readonly string[]): Promise<{ readonly text: string; readonly isReady: boolean }>;
  close(): Promise<void>;
}

/** What may be different in a deployment. */
export interface DeploymentOptions {
  readonly slack?: LocalSlackOptions;
  readonly athena?: Omit<LocalAthenaOptions, 'engine'>;
  /** Whether the state table is there; it is, unless this is `false`. */
  readonly hasStateTable?: boolean;
  /** Whether there is an event of the last hour; there is, unless this is `false`. */
  readonly hasEvent?: boolean;
}

const isOfAws = (name: string): boolean => name.startsWith('AWS_') && !name.includes('WARNING');
const SECRETS = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'];

/** The channel that the bot is in. */
export const CHANNEL = 'C0INC042';
const CUT_OFF_BYTES = 100 * 2 ** 30;

/** An event of some seconds ago, so that there is one in the partitions of the last hour. */
const event = () => ({
  eventVersion: '1.08',
  eventTime: `${new Date(Date.now() - 5_000).toISOString().slice(0, 19)}Z`,
  eventSource: 'iam.amazonaws.com',
  eventName: 'GetUser',
  awsRegion: 'us-east-1',
  sourceIPAddress: '192.0.2.7',
  recipientAccountId: '111122223333',
  userIdentity: { type: 'IAMUser', accountId: '111122223333', arn: 'arn:aws:iam::111122223333:user/alice' },
});

/** Starts a deployment that lacks nothing. */
export async function deployment(options: DeploymentOptions = {}): Promise<Deployment> {
  const engine = await recordsEngine(options.hasEvent === false ? [] : [event()]);
  const [slack, athena, dynamodb] = await Promise.all([
    startLocalSlack({ rateLimits: false, ...options.slack }),
    startLocalAthena({ engine, ...options.athena }),
    startLocalDynamodb(),
  ]);
  athena.setCutoffBytes(CUT_OFF_BYTES);
  const answers = new Map<string, DynamodbReply>();
  answers.set('DescribeContinuousBackups', RECOVERABLE);
  const front = await dynamodbFront(dynamodb.url, answers);
  const environment: NodeJS.ProcessEnv = botEnvironment({
    slack,
    athenaUrl: athena.url,
    dynamodbUrl: front.url,
    responders: ['U0ALICE', LOCAL_USER_GROUP],
    window: '24h',
    logLevel: 'info',
  });
  environment.IR_CREATE_STATE_TABLE = 'false';
  if (options.hasStateTable !== false) await createStateTable(dynamodb.url);
  return {
    slack,
    athena,
    environment,
    answerDynamodb: (operation, reply) => void answers.set(operation, reply),
    stateItems: () => itemsAt(dynamodb.url),
    async check(...args) {
      // Endpoints and credentials are for the SDK to read, as they are for the bot's own clients.
      for (const name of Object.keys(process.env)) if (isOfAws(name)) delete process.env[name];
      for (const [name, value] of Object.entries(environment)) if (isOfAws(name)) process.env[name] = value;
      let text = '';
      const isReady = await check(args, environment, { write: (more) => (text += more) });
      const leaked = SECRETS.filter((name) => environment[name] && text.includes(environment[name]));
      if (leaked.length > 0) throw new Error(`${leaked} in ${text}`);
      return { text, isReady };
    },
    async close() {
      await Promise.all([slack.close(), athena.close(), front.close()]);
      await dynamodb.close();
      engine.close();
    },
  };
}

async function createStateTable(url: string): Promise<void> {
  const client = clientOf(url);
  await ensureStateTable(client, 'ir-bot', { create: true });
  client.destroy();
}

async function itemsAt(url: string): Promise<readonly object[]> {
  const client = clientOf(url);
  const { Items = [] } = await client.send(new ScanCommand({ TableName: 'ir-bot' }));
  client.destroy();
  return Items;
}

const tableOf = (keys: readonly string[]): DynamodbReply => ({
  status: 200,
  body: {
    Table: {
      TableName: 'ir-bot',
      TableArn: TABLE_ARN,
      TableStatus: 'ACTIVE',
      KeySchema: keys.map((AttributeName, at) => ({ AttributeName, KeyType: at === 0 ? 'HASH' : 'RANGE' })),
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    },
  },
});

const TABLE_ARN = 'arn:aws:dynamodb:us-east-1:111122223333:table/ir-bot';
/** A description of the state table without deletion protection. */
export const UNPROTECTED_TABLE = tableOf(['pk', 'sk']);
/** A description of a table that is not the bot's. */
export const FOREIGN_TABLE = tableOf(['id']);

const RECOVERABLE: DynamodbReply = {
  status: 200,
  body: {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' },
    },
  },
};

/** As DynamoDB refuses what a role may not do. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export const dynamodbDenial = (action: string): DynamodbReply => ({
  status: 400,
  body: {
    __type: 'com.amazon.coral.service#AccessDeniedException',
    Message: denialOf(`dynamodb:${action}`, TABLE_ARN),
  },
});

/** The sentence with which AWS refuses. */
export const denialOf = (action: string, resource: string): string =>
  `User: arn:aws:sts::111122223333:assumed-role/ir-bot-task/i-0abc is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;

/** dynalite, with deletion protection, which it passes over, in an account of ours, and with answers of our own. */
async function dynamodbFront(behind: string, answers: ReadonlyMap<string, DynamodbReply>) {
  const server = createServer((request, response) => {
    void answer(request, response, behind, answers);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  behind: string,
  answers: ReadonlyMap<string, DynamodbReply>,
): Promise<void> {
  const body = await buffer(request);
  const [, operation = ''] = String(request.headers['x-amz-target']).split('.');
  const planned = answers.get(operation);
  if (planned) {
    response.writeHead(planned.status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(planned.body));
    return;
  }
  const { host: _, connection: __, ...headers } = request.headers;
  const answered = await fetch(behind, { method: 'POST', headers: textsOf(headers), body: new Uint8Array(body) });
  response.writeHead(answered.status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(protectedTable(await answered.text()));
}

const protectedTable = (body: string): string =>
  body
    .replace(':000000000000:', ':111122223333:')
    .replace('"TableStatus":"ACTIVE"', '"TableStatus":"ACTIVE","DeletionProtectionEnabled":true');

const textsOf = (headers: IncomingMessage['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || name === 'content-length' ? [] : [[name, String(value)]],
    ),
  );

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
