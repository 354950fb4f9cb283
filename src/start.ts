import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Logger } from 'pino';
import { buildApp } from './app.js';
import { buildAthenaClient } from './athena/client.js';
import { athenaRunner } from './athena/runner.js';
import type { Config } from './config.js';
import { readCatalogue } from './detections/catalogue.js';
import { documentClient } from './dynamodb/document-client.js';
import { dynamodbStore } from './dynamodb/store.js';
import { ensureStateTable } from './dynamodb/table.js';
import { serveHealth } from './health.js';

/** How long running questions may go on after the bot was told to stop. Container platforms kill after 30 seconds. */
const GRACE_MS = 20_000;

/** A bot that takes events. */
export interface RunningBot {
  /** Takes no new work, lets running questions end for 20 seconds or `graceMs`, and tells the people about the others. */
  stop(graceMs?: number): Promise<void>;
}

/**
 * Starts the bot with its real parts. AWS's region, endpoints and credentials are the SDK's own to find in the environment.
 *
 * @throws Error that tells the operator what was seen and what to do.
 */
export async function startBot(config: Config, log: Logger): Promise<RunningBot> {
  const dynamodb = new DynamoDBClient({ maxAttempts: 5 });
  await ensureStateTable(dynamodb, config.state.table, { create: config.state.create });
  const athena = buildAthenaClient();
  const bot = buildApp({
    config,
    store: dynamodbStore({ client: documentClient(dynamodb), tableName: config.state.table }),
    runner: athenaRunner({ client: athena, ...config.athena }),
    catalogue: readCatalogue(),
    clock: { now: () => new Date() },
    log,
  });
  await bot.start();
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
