import type { Logger } from 'pino';
import { buildApp } from './app.js';
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
import { serveHealth } from './health.js';
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
  const dynamodb = buildDynamodbClient();
  await ensureStateTable(dynamodb, config.state.table, { create: config.state.create });
  const athena = buildAthenaClient();
  const deployed = deployedTable({ client: athena, ...config.athena });
  const state = { client: documentClient(dynamodb), tableName: config.state.table };
  const bot = buildApp({
    config,
    store: dynamodbStore({ ...state, log }),
    inbox: dynamodbInbox(state),
    runner: athenaRunner({ client: athena, deployed, ...config.athena }),
    catalogue,
    clock: { now: () => new Date() },
    log,
    pace: options.pace,
  });
  await bot.start();
  void logLayout(deployed, log);
  const closeHealth =
    config.healthPort === undefined ? undefined : await serveHealth(config.healthPort, bot.isConnected);
  log.info({ slack: config.slack.mode, athena: config.athena, state: config.state.table }, 'ir-bot is running');
  return {
    async stop(graceMs = GRACE_MS) {
      await bot.stop(graceMs);
      await closeHealth?.();
      athena.destroy();
      dynamodb.destroy();
      log.info('ir-bot has stopped');
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
