import { join } from 'node:path';
import { readConfig } from '../config.js';
import { SCHEMA_VERSION } from '../dynamodb/items.js';
import { buildLog } from '../log.js';
import { type RunningBot, startBot } from '../start.js';
import { counted } from '../text.js';
import type { LogEngine } from './athena/log-engine.js';
import { readLogs } from './athena/logs.js';
import { startLocalAthena } from './athena/server.js';
import { warmUp } from './athena/warm-up.js';
import { botEnvironment, FOREIGN_VARIABLES, type StandIns } from './bot-environment.js';
import { startLocalDynamodb } from './dynamodb.js';
import { LOCAL_PEOPLE } from './slack/people.js';
import type { LocalSlack } from './slack/server.js';

/** What there is before the rest starts. */
export interface PageInFront {
  readonly slack: LocalSlack;
  /** The workspace's own folder. */
  readonly folder: string;
  /** The folder of the logs, once they are there. */
  readonly logs: Promise<string>;
  readonly isSample: boolean;
}

const DAY_MS = 86_400_000;

/** Starts Athena, DynamoDB and the bot behind the page. `ready` resolves once the logs are read and the bot answers. */
export async function startBehindPage(page: PageInFront) {
  const { slack, folder, isSample } = page;
  const warnings: string[] = [];
  const engine = loadLogs(page, warnings);
  // `ready` tells of it; until that is made, a folder that cannot be read must not end the process.
  engine.catch(() => undefined);
  // Each version of what is stored has a folder of its own: the cases of an older one are left as they are, not misread.
  const dynamodb = await startLocalDynamodb({ folder: join(folder, `dynamodb-v${SCHEMA_VERSION}`) });
  const athena = await startLocalAthena({ engine });
  // The sample ends now. Other logs say themselves what window they have, so the bot waits for them.
  const window = isSample ? Promise.resolve('24h') : engine.then(windowOf);
  const bot = window.then((its) =>
    startLocalBot({ slack, athenaUrl: athena.url, dynamodbUrl: dynamodb.url, window: its }),
  );
  bot.then(warmUp).catch(() => undefined);
  return {
    ready: Promise.all([engine, bot]).then(([{ events, files }]) => ({ events, files, warnings })),
    async stop() {
      const running = await bot.catch(() => undefined);
      await running?.stop();
      await Promise.all([athena.close(), dynamodb.close()]);
      const loaded = await engine.catch(() => undefined);
      loaded?.close();
    },
  };
}

async function loadLogs({ slack, logs }: PageInFront, warnings: string[]): Promise<LogEngine> {
  const engine = await readLogs(await logs, {
    onProgress: ({ files, totalFiles }) =>
      slack.setNotice(`Reading logs: ${files.toLocaleString('en-US')} of ${counted(totalFiles, 'file')}`),
    onWarning: (warning) => warnings.push(warning),
  });
  slack.setNotice(null);
  return engine;
}

/** The very bot that runs elsewhere, its environment pointing to the stand-ins. */
function startLocalBot(
  standIns: Pick<StandIns, 'slack' | 'athenaUrl' | 'dynamodbUrl' | 'window'>,
): Promise<RunningBot> {
  for (const name of FOREIGN_VARIABLES) delete process.env[name];
  const environment = botEnvironment({
    ...standIns,
    window: process.env.IR_WINDOW ?? standIns.window,
    responders: LOCAL_PEOPLE.filter(({ role }) => role === 'responder').map(({ id }) => id),
    logLevel: process.env.IR_LOG_LEVEL ?? 'warn',
    detectionsFolder: process.env.IR_DETECTIONS_DIR,
    caseBudgetUsd: process.env.IR_CASE_BUDGET_USD,
  });
  Object.assign(process.env, environment);
  const config = readConfig(environment);
  return startBot(config, buildLog({ level: config.logLevel }));
}

/** The last 24 hours, or all that is there when the logs are older than that. */
function windowOf({ firstDay, lastDay }: LogEngine): string {
  const isRecent = lastDay !== undefined && Date.now() - Date.parse(lastDay) < 2 * DAY_MS;
  return firstDay === undefined || lastDay === undefined || isRecent ? '24h' : `${firstDay}..${lastDay}`;
}
