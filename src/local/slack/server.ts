import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Faults } from '../faults.js';
import { perform } from './acts/perform.js';
import { FileContents } from './file-contents.js';
import { Files } from './files.js';
import { MessageFile } from './message-file.js';
import { PageApi } from './page-api.js';
import { PageFeed } from './page-feed.js';
import type { Parts } from './parts.js';
import { LOCAL_CHANNELS, LOCAL_COMMANDS, LOCAL_PEOPLE, LOCAL_SHORTCUTS } from './people.js';
import type { ActResult, Message, PageAct, Person, Snapshot, WorkspaceChannel } from './protocol.js';
import { RateLimits } from './rate-limits.js';
import { ResponseUrls } from './response-urls.js';
import { serve } from './routes.js';
import { type Attempt, Sockets } from './sockets.js';
import { Triggers } from './triggers.js';
import { ViewStacks } from './view-stacks.js';
import { type Failure, WebApi } from './web-api/web-api.js';
import { Workspace } from './workspace.js';

/** How to start the local workspace. Everything has a default. */
export interface LocalSlackOptions {
  /** A free one, unless given. */
  readonly port?: number | undefined;
  /** Keeps messages between starts, and in a folder beside it their files; without it they are gone when the workspace stops. */
  readonly stateFile?: string | undefined;
  /** The folder with `index.html`, `page.js` and `page.css`; the one beside this module, unless given. */
  readonly pageDir?: string | undefined;
  /** Takes one line for each refused call, with the reason. */
  readonly log?: ((line: string) => void) | undefined;
  readonly people?: readonly Person[] | undefined;
  readonly channels?: readonly WorkspaceChannel[] | undefined;
  readonly commands?: Snapshot['commands'] | undefined;
  readonly shortcuts?: Snapshot['shortcuts'] | undefined;
  /** Block types to refuse, as workspaces do to which Slack has not rolled them out. */
  readonly refuseBlocks?: readonly string[] | undefined;
  /** Whether calls that come too often are refused, as Slack does; they are, unless this is `false`. */
  readonly rateLimits?: boolean | undefined;
  /** How long what people do waits for the app's first connection, milliseconds. Slack's own answer to no app is to fail at once. */
  readonly startupMs?: number | undefined;
  /** What goes wrong by chance in the Web API; nothing without it. */
  readonly faults?: Faults | undefined;
  /** What the bot's token is said to have; what `manifest.yml` asks for, unless given. */
  readonly scopes?: readonly string[] | undefined;
  /** Is told of everything that was sent to the app, and what became of it. */
  readonly onAttempt?: ((attempt: Attempt) => void) | undefined;
}

/** A workspace that runs: a stand-in for Slack, for one app. `NOT_MODELLED` says what it lacks. */
export interface LocalSlack {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** What to set `SLACK_API_URL` to. */
  readonly apiUrl: string;
  /** Made at each start, like the app token. Calls with another one are refused. */
  readonly botToken: string;
  readonly appToken: string;
  /** What a person opens in the browser: it has the key of this start, without which the page shows nothing. */
  readonly pageUrl: string;
  /** Shows a sentence on every open page, until `null`. */
  setNotice(text: string | null): void;
  /** Does what the page does for a person. */
  act(act: PageAct): Promise<ActResult>;
  /** What everybody sees in a channel and its threads, oldest first. */
  messages(channelId: string): readonly Message[];
  /** What only this person sees, oldest first. */
  ephemerals(userId: string): readonly Message[];
  /** Makes the app connect anew, as Slack does every few hours. */
  disconnectSockets(): void;
  /** How many connections the app has, over all its processes. */
  connections(): number;
  /** Cuts the connection that the app opened first, or `at` places after, without a goodbye. @returns whether there was one */
  cutSocket(at?: number): boolean;
  /** Makes the next call of a Web API method fail. */
  failNext(method: string, failure: Failure): void;
  /** Hangs up, writes what is to be kept, and frees the port. */
  close(): Promise<void>;
}

/** Starts a workspace on 127.0.0.1. */
export async function startLocalSlack(options: LocalSlackOptions = {}): Promise<LocalSlack> {
  const log = options.log ?? (() => undefined);
  const file = options.stateFile === undefined ? undefined : new MessageFile(options.stateFile, log);
  const kept = (await file?.read()) ?? [];
  const server = createServer();
  const port = await listen(server, options.port ?? 0);

  const onChange = () => file?.schedule(() => parts.workspace.messages());
  const parts = buildParts(options, { port, kept, log, onChange });
  const pages = new PageApi(parts, options.pageDir ?? fileURLToPath(new URL('page/', import.meta.url)), port);
  const limits = options.rateLimits === false ? undefined : new RateLimits();
  const webApi = new WebApi(parts, limits, options.faults, options.scopes);
  serve(server, { parts, pages, webApi, port });

  return {
    url: parts.origin,
    apiUrl: `${parts.origin}/api/`,
    pageUrl: pages.url,
    botToken: parts.tokens.bot,
    appToken: parts.tokens.app,
    setNotice: (text) => pages.setNotice(text),
    act: (act) => perform(parts, act),
    messages: (channelId) => parts.workspace.messages().filter((message) => message.channelId === channelId),
    ephemerals: (userId) => parts.workspace.ephemerals(userId),
    disconnectSockets: () => parts.sockets.disconnect(),
    connections: () => parts.sockets.connections,
    cutSocket: (at) => parts.sockets.cut(at),
    failNext: (method, failure) => webApi.failNext(method, failure),
    close: async () => {
      pages.close();
      await parts.sockets.close();
      await stop(server);
      await file?.flush(() => parts.workspace.messages());
    },
  };
}

interface Surroundings {
  readonly port: number;
  readonly kept: readonly Message[];
  readonly log: (line: string) => void;
  readonly onChange: () => void;
}

function buildParts(options: LocalSlackOptions, { port, kept, log, onChange }: Surroundings): Parts {
  const host = `127.0.0.1:${port}`;
  const origin = `http://${host}`;
  const { people = LOCAL_PEOPLE, channels = LOCAL_CHANNELS, commands = LOCAL_COMMANDS, refuseBlocks = [] } = options;
  const { shortcuts = LOCAL_SHORTCUTS, stateFile } = options;
  const feed = new PageFeed();
  const workspace = new Workspace({ people, channels, messages: kept, feed, onChange });
  const rules = { refuseBlocks };
  return {
    workspace,
    feed,
    rules,
    log,
    commands,
    shortcuts,
    files: new Files(new FileContents(stateFile && `${stateFile.replace(/\.json$/, '')}-files`), origin),
    origin,
    views: new ViewStacks(feed),
    triggers: new Triggers(),
    responseUrls: new ResponseUrls(workspace, rules, origin),
    sockets: new Sockets(host, (isConnected) => feed.publish({ type: 'bot', isConnected }), {
      startupMs: options.startupMs,
      onAttempt: options.onAttempt,
    }),
    tokens: { bot: newToken('xoxb-local'), app: newToken('xapp-local') },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function newToken(prefix: string): string {
  return `${prefix}-${randomBytes(16).toString('hex')}`;
}
