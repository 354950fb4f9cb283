import { type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { FetchFunction } from '@slack/web-api';
import type { Logger } from 'pino';
import type { SlackConfig } from '../config.js';
import { boltLogger } from '../log.js';
import { httpReceiver } from './http-receiver.js';

/** Where Slack's events come in, and whether they can right now. */
export interface Inlet {
  readonly receiver: Receiver;
  /** Whether Slack's socket is open; in HTTP mode, whether the server listens. */
  readonly isConnected: () => boolean;
  /** Starts taking events. `port` is HTTP mode's own. */
  readonly startOptions: number | undefined;
}

/**
 * How long Slack may take to answer a ping before the connection is made anew; and, which is why it is not the five seconds of the
 * client, how long the client waits after a connection broke before it opens the next.
 */
const PATIENCE_MS = 2_000;

/**
 * The receiver is built here, not by Bolt's `App`: that would hand the app's own client options to the socket's client, which
 * changes them, so that every call of the bot would be tried a hundred times.
 *
 * @param fetch by which the socket's address is asked for; Node's own unless given.
 */
export function buildInlet(slack: SlackConfig, log: Logger, fetch?: FetchFunction): Inlet {
  const receiverLog = log.child({ component: 'slack-receiver' });
  if (slack.mode === 'http') {
    const receiver = httpReceiver({ signingSecret: slack.signingSecret, log: receiverLog });
    return { receiver, isConnected: receiver.isListening, startOptions: slack.port };
  }
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    // A connection that broke is made again; what cannot be mended ends the process.
    logger: boltLogger(receiverLog, 'warn'),
    clientPingTimeout: PATIENCE_MS,
    // Of all that is for who installs an app, the socket's client takes these too.
    installerOptions: {
      clientOptions: {
        ...(slack.apiUrl === undefined ? {} : { slackApiUrl: slack.apiUrl }),
        ...(fetch === undefined ? {} : { fetch }),
      },
    },
  });
  let isConnected = false;
  receiver.client.on('connected', () => {
    isConnected = true;
  });
  for (const event of ['reconnecting', 'disconnecting', 'disconnected', 'close']) {
    receiver.client.on(event, () => {
      isConnected = false;
    });
  }
  return { receiver, isConnected: () => isConnected, startOptions: undefined };
}
