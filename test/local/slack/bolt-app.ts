import { App, type Logger, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { type LocalSlack, type LocalSlackOptions, startLocalSlack } from '../../../src/local/slack/server.js';

/** Refusals are what these tests look for: they are asserted, not printed. */
const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

/** Starts workspaces and Bolt apps, and stops them all after a test. */
export class Stage {
  private readonly stops: (() => Promise<unknown>)[] = [];

  async workspace(options: LocalSlackOptions = {}): Promise<LocalSlack> {
    const slack = await startLocalSlack(options);
    this.stops.unshift(() => slack.close());
    return slack;
  }

  /** A real Bolt app with an open socket. */
  async app(slack: LocalSlack, register: (app: App) => void = () => undefined): Promise<App> {
    const clientOptions = { slackApiUrl: slack.apiUrl };
    const receiver = new SocketModeReceiver({
      appToken: slack.appToken,
      logger: silent,
      installerOptions: { clientOptions },
    });
    const app = new App({
      token: slack.botToken,
      receiver,
      logger: silent,
      deferInitialization: true,
      convoStore: false,
      clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
    });
    register(app);
    await app.init();
    await app.start();
    this.stops.unshift(() => app.stop());
    return app;
  }

  client(slack: LocalSlack, token: string = slack.botToken): WebClient {
    return new WebClient(token, {
      slackApiUrl: slack.apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logger: silent,
    });
  }

  async clear(): Promise<void> {
    for (const stop of this.stops.splice(0)) await stop();
  }
}

/** Waits until something is there, at most two seconds. */
export async function eventually<T>(look: () => T | undefined | false): Promise<T> {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it did not happen within two seconds');
}
