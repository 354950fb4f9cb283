import { join } from 'node:path';
import type { LocalOptions } from './options.js';
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

/** The page is there before the bot is: who types at once has to wait, not to fail. */
const STARTUP_MS = 20_000;

/** Starts the page, which is there at once. Behind it the logs are read and the bot is started, with progress on the page. */
export async function startWorkspace(options: LocalOptions): Promise<LocalWorkspace> {
  const folder = await workspaceFolder(options.fresh);
  const slack = await startLocalSlack({
    port: options.port,
    stateFile: join(folder, 'slack.json'),
    startupMs: STARTUP_MS,
  });
  slack.setNotice(options.logs === undefined ? 'Making up a week of logs' : 'Looking for logs');
  const logs = options.logs === undefined ? sampleFolder(folder, new Date()) : Promise.resolve(options.logs);
  // Loading what follows (the AWS SDK, DuckDB) takes longer than starting the page does.
  const behind = import('./behind-page.js').then(({ startBehindPage }) =>
    startBehindPage({ slack, folder, logs, isSample: options.logs === undefined }),
  );
  const ready = behind.then((started) => started.ready);
  // Whoever waits for these is told; until somebody does, a failure must not end the process.
  for (const promised of [logs, ready]) promised.catch(() => undefined);
  return {
    pageUrl: slack.pageUrl,
    ready,
    async stop() {
      const started = await behind.catch(() => undefined);
      await started?.stop();
      await slack.close();
    },
  };
}
