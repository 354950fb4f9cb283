import { join } from 'node:path';
import { readConfig } from '../config.js';
import { buildLog } from '../log.js';
import { type RunningBot, startBot } from '../start.js';
import type { LogEngine } from './athena/log-engine.js';
import { readLogs } from './athena/logs.js';
import { startLocalAthena } from './athena/server.js';
import { botEnvironment, FOREIGN_VARIABLES } from './bot-environment.js';
import { startLocalDynamodb } from './dynamodb.js';
import type { LocalOptions } from './options.js';
import { LOCAL_PEOPLE } from './slack/people.js';
import { startLocalSlack } from './slack/server.js';
import { sampleFolder, workspaceFolder } from './workspace-folder.js';

/** A workspace on this machine: the stand-ins, and the very bot that runs elsewhere. */
export interface LocalWorkspace {
  /** What a person opens. */
  readonly pageUrl: string;
  /** Resolves once the logs are read and the bot answers. */
  readonly ready: Promise<{ events: number; files: number; warnings: readonly string[] }>;
  stop(): Promise<void>;
}

const DAY_MS = 86_400_000;

/** Starts the page at once; the logs are read and the bot is started behind it, with progress on the page. */
export async function startWorkspace(options: LocalOptions): Promise<LocalWorkspace> {
  const folder = await workspaceFolder(options.fresh);
  const slack = await startLocalSlack({ port: options.port, stateFile: join(folder, 'slack.json') });
  const dynamodb = await startLocalDynamodb({ folder: join(folder, 'dynamodb') });
  const say = (files: number, totalFiles: number) =>
    slack.setNotice(`Reading logs: ${files.toLocaleString('en-US')} of ${totalFiles.toLocaleString('en-US')} files`);

  slack.setNotice(options.logs === undefined ? 'Making up a week of logs' : 'Looking for logs');
  const warnings: string[] = [];
  const engine = (options.logs === undefined ? sampleFolder(folder, new Date()) : Promise.resolve(options.logs)).then(
    (logs) =>
      readLogs(logs, {
        onProgress: ({ files, totalFiles }) => say(files, totalFiles),
        onWarning: (warning) => warnings.push(warning),
      }),
  );
  const athena = await startLocalAthena({ engine });

  let bot: RunningBot | undefined;
  const start = async () => {
    const logs = await engine;
    for (const name of FOREIGN_VARIABLES) delete process.env[name];
    const environment = botEnvironment({
      slack,
      athenaUrl: athena.url,
      dynamodbUrl: dynamodb.url,
      responders: LOCAL_PEOPLE.filter(({ role }) => role === 'responder').map(({ id }) => id),
      window: process.env.IR_WINDOW ?? windowOf(logs),
      logLevel: process.env.IR_LOG_LEVEL ?? 'warn',
    });
    Object.assign(process.env, environment);
    const config = readConfig(environment);
    bot = await startBot(config, buildLog({ level: config.logLevel }));
    slack.setNotice(null);
    return { events: logs.events, files: logs.files, warnings };
  };
  return {
    pageUrl: slack.pageUrl,
    ready: start(),
    async stop() {
      await bot?.stop();
      await Promise.all([slack.close(), athena.close(), dynamodb.close()]);
      await engine.then(
        (logs) => logs.close(),
        () => undefined,
      );
    },
  };
}

/** The last 24 hours, or all that is there when the logs are older than that. */
function windowOf({ firstDay, lastDay }: LogEngine): string {
  const isRecent = lastDay !== undefined && Date.now() - Date.parse(lastDay) < 2 * DAY_MS;
  return firstDay === undefined || lastDay === undefined || isRecent ? '24h' : `${firstDay}..${lastDay}`;
}
