import type { Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { type Bot, buildApp } from './app.js';
import { buildAthenaClient } from './athena/client.js';
import { type DeployedTable, deployedTable } from './athena/deployed-table.js';
import { athenaRunner } from './athena/runner.js';
import type { Config } from './config.js';
import { type Catalogue, readCatalogue } from './detections/catalogue.js';
import { buildDynamodbClient } from './dynamodb/client.js';
import { documentClient } from './dynamodb/document-client.js';
import { dynamodbInbox } from './dynamodb/inbox.js';
import { dynamodbStore } from './dynamodb/store.js';
import { ensureStateTable } from './dynamodb/table.js';
import { messageOf } from './errors.js';
import { makeFirstCalls } from './health/first-calls.js';
import { type HealthServer, serveHealth } from './health/health-server.js';
import { watchLiveness } from './health/liveness.js';
import { type PartsDeps, partsOf } from './health/parts.js';
import { buildReadiness } from './health/readiness.js';
import type { Clock } from './investigation/ports.js';
import { AROUND_ALL_TRIES, awsMeter } from './metrics/aws-calls.js';
import { meteredInbox } from './metrics/deliveries.js';
import { executionMeter } from './metrics/executions.js';
import { meteredStore } from './metrics/questions.js';
import { COMMANDS } from './slack/listeners/commands/index.js';
import type { Pace } from './slack/pacing.js';

/**
 * How long running questions may go on after the bot was told to stop. With what hanging up, handing over and the last cards may
 * take, it has ended after 25 seconds: container platforms kill after 30.
 */
const GRACE_MS = 15_000;

/** What may be different in a bot that is started. */
export interface StartOptions {
  /** How fast messages are posted; as fast as Slack allows, unless given. */
  readonly pace?: Pace | undefined;
}

/** A bot that takes events. */
export interface RunningBot {
  /** Takes no new work, lets running questions end for 15 seconds or `graceMs`, and leaves the others to the bot that comes next. */
  stop(graceMs?: number): Promise<void>;
}

/**
 * Starts the bot with its real parts. AWS's region, endpoints and credentials are the SDK's own to find in the environment.
 *
 * @throws Error that tells the operator what was seen and what to do.
 */
export async function startBot(config: Config, log: Logger, options: StartOptions = {}): Promise<RunningBot> {
  const catalogue = catalogueOf(config);
  const registry = new Registry();
  const { dynamodb, athena } = buildAwsClients(registry);
  await makeFirstCalls({ config, dynamodb, log });
  await ensureStateTable(dynamodb, config.state.table, { create: config.state.create });
  const deployed = deployedTable({ client: athena, ...config.athena });
  const state = { client: documentClient(dynamodb), tableName: config.state.table };
  const clock = { now: () => new Date() };
  const bot = buildApp({
    config,
    store: meteredStore(dynamodbStore({ ...state, log }), { registry, catalogue, clock }),
    inbox: meteredInbox(dynamodbInbox({ ...state, log }), registry),
    runner: athenaRunner({ client: athena, deployed, ...config.athena }),
    catalogue,
    clock,
    log,
    registry,
    pace: options.pace,
  });
  await bot.start();
  void logLayout(deployed, log);
  const health = await openHealth({ bot, config, athena, dynamodb, registry, clock, log });
  log.info({ slack: config.slack.mode, athena: config.athena, state: config.state.table }, 'ir-bot is running');
  return {
    async stop(graceMs = GRACE_MS) {
      await bot.stop(graceMs);
      await health?.close();
      athena.destroy();
      dynamodb.destroy();
      log.info('ir-bot has stopped');
    },
  };
}

/** The clients to AWS, with every call of theirs counted. */
function buildAwsClients(registry: Registry) {
  const meter = awsMeter(registry);
  const dynamodb = buildDynamodbClient();
  dynamodb.middlewareStack.add(meter('dynamodb'), AROUND_ALL_TRIES);
  const athena = buildAthenaClient();
  athena.middlewareStack.add(meter('athena'), AROUND_ALL_TRIES);
  athena.middlewareStack.add(executionMeter(registry), { ...AROUND_ALL_TRIES, name: 'executionMeter' });
  return { dynamodb, athena };
}

interface OpenHealthDeps extends Omit<PartsDeps, 'checkToken'> {
  readonly bot: Bot;
  readonly config: Config;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The server of health and metrics, where a port is set for it. */
async function openHealth(deps: OpenHealthDeps): Promise<Pick<HealthServer, 'close'> | undefined> {
  const { bot, config, registry, clock, log } = deps;
  if (config.healthPort === undefined) return undefined;
  collectDefaultMetrics({ register: registry, prefix: 'ir_bot_' });
  const liveness = watchLiveness({ isConnected: bot.isConnected, mode: config.slack.mode });
  const ready = buildReadiness({ parts: partsOf({ ...deps, checkToken: bot.checkToken }), clock, log });
  const server = await serveHealth(config.healthPort, { live: liveness.look, ready, registry, log });
  return {
    async close() {
      liveness.stop();
      await server.close();
    },
  };
}

/** The bot's questions and the team's own. A command's name is taken. */
function catalogueOf({ detectionsFolder }: Config): Catalogue {
  try {
    return readCatalogue(
      detectionsFolder,
      COMMANDS.map(({ name }) => name),
    );
  } catch (cause) {
    if (detectionsFolder === undefined) throw cause;
    // Without its cause, whose message is this one's: the log would say it three times.
    throw new Error(`the questions in ${detectionsFolder} (IR_DETECTIONS_DIR) cannot be used: ${messageOf(cause)}`);
  }
}

/** For the operator: which table was found. Nothing waits for it, and a table that cannot be read is told to whoever asks. */
async function logLayout(deployed: DeployedTable, log: Logger): Promise<void> {
  try {
    const { name, partitionKeys, coverage } = await deployed.layout();
    log.info({ layout: name, partitionKeys, coverage }, 'the CloudTrail table');
  } catch (err) {
    log.warn({ err }, 'the CloudTrail table cannot be read');
  }
}
