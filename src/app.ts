import { App } from '@slack/bolt';
import { type FetchFunction, WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Config, SlackConfig } from './config.js';
import type { Catalogue } from './detections/catalogue.js';
import { buildDoctor } from './investigation/doctor.js';
import type { Inbox } from './investigation/inbox.js';
import { buildInvestigation } from './investigation/investigation.js';
import { type Clock, HandedOver, type InvestigationStore, type QueryRunner } from './investigation/ports.js';
import { boltLogger } from './log.js';
import { meterAcknowledgements } from './metrics/acknowledgements.js';
import { meteredFetch } from './metrics/slack-calls.js';
import { buildAccess } from './slack/access.js';
import { slackChannel } from './slack/channel.js';
import { registerActions } from './slack/listeners/actions/index.js';
import { registerCommands } from './slack/listeners/commands/index.js';
import { buildDeliveries } from './slack/listeners/deliveries.js';
import type { ListenerDeps } from './slack/listeners/deps.js';
import { registerEvents } from './slack/listeners/events/index.js';
import { buildGuard } from './slack/listeners/guard.js';
import { redoKept } from './slack/listeners/redo-kept.js';
import { registerShortcuts } from './slack/listeners/shortcuts/index.js';
import { registerViews } from './slack/listeners/views/index.js';
import { type Pace, postingPace } from './slack/pacing.js';
import { buildInlet, type Inlet } from './slack/receiver.js';

/** What a bot is made of. Nothing in it is read from outside. */
export interface AppDeps {
  readonly config: Pick<
    Config,
    'slack' | 'responders' | 'channels' | 'window' | 'caseBudgetUsd' | 'maxQueries' | 'leaseMs'
  >;
  readonly store: InvestigationStore;
  readonly inbox: Inbox;
  readonly runner: QueryRunner;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly log: Logger;
  /** Where Slack's requests and the calls to Slack are counted. */
  readonly registry: Registry;
  /** How fast messages are posted; as fast as Slack allows, unless given. */
  readonly pace?: Pace | undefined;
}

export interface Bot {
  /** Checks the token and takes events. @throws when Slack does not take the tokens. */
  start(): Promise<void>;
  /** Takes no more events, lets running questions end for `graceMs`, and leaves the others to the bot that comes next. */
  stop(graceMs: number): Promise<void>;
  /** Whether Slack's events reach the bot right now. */
  isConnected(): boolean;
  /** Asks Slack once whether it takes the bot's token. @throws when it does not, or does not answer. */
  checkToken(): Promise<void>;
}

/** Slack's Web API answers within a second or two; a call that does not is tried again. */
const CALL_TIMEOUT_MS = 10_000;
/** Five more tries in about half a minute. A call that Slack asks to be made later is made later, whatever this says. */
const CALL_RETRIES = { retries: 5, factor: 2 };
/** Questions that were left alone are looked for so often while a lease lasts. */
const LOOKS_A_LEASE = 2;
/** What handing questions over may take: one last edit and one write each. */
const FAREWELL_MS = 3_000;
/** What hanging up may take. */
const CLOSING_MS = 2_000;

/** Wires the bot: Slack's listeners to the investigation, and that to its store, its query engine and its channel. */
export function buildApp(deps: AppDeps): Bot {
  const { config, catalogue, clock, log } = deps;
  const { caseBudgetUsd, maxQueries, leaseMs } = config;
  // Counted once, for every client.
  const fetch = meteredFetch(deps.registry, config.slack.apiUrl);
  const inlet = buildInlet(config.slack, log, fetch);
  const { app, edits } = buildClients(config.slack, inlet, fetch, log);
  const { client } = app;
  meterAcknowledgements(app, deps.registry);
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  const load = (caseId: string) => deps.store.load(caseId);
  const channel = slackChannel({ client, edits, pace: deps.pace ?? postingPace(), log, load, caseBudgetUsd });
  const parts = { ...deps, channel, stopping: stopping.signal, maxQueries, leaseMs };
  const cases = buildInvestigation({ ...parts, defaultWindow: config.window, caseBudgetUsd });
  const access = buildAccess({ responders: config.responders, channels: config.channels, client, clock, log });
  const track = (work: Promise<void>): void => {
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  };
  const deliveries = buildDeliveries({ ...deps, leaseMs });
  const guard = buildGuard({ access, deliveries, cases, catalogue, log, track });
  const listeners = { cases, catalogue, doctor: buildDoctor(parts), guard, client, clock, caseBudgetUsd };
  listen(app, listeners);
  app.error(async ({ error, context }: { error: Error; context: { teamId?: string } }) =>
    log.error({ err: error, teamId: context.teamId }, 'a listener failed'),
  );

  /** What was left alone, by this bot before it was killed or by another. */
  function recover(teamId: string): void {
    track(cases.recover(teamId));
    track(deliveries.recover(teamId, (kept, receipt) => redoKept(listeners, kept, receipt)));
  }

  let recovering: NodeJS.Timeout | undefined;

  return {
    async start() {
      await app.init();
      await (inlet.startOptions === undefined ? app.start() : app.start(inlet.startOptions));
      const { team_id: teamId = '' } = await client.auth.test();
      recover(teamId);
      recovering = setInterval(() => recover(teamId), leaseMs / LOOKS_A_LEASE);
    },
    async stop(graceMs) {
      clearInterval(recovering);
      await within(CLOSING_MS, app.stop());
      await within(graceMs, Promise.allSettled(underWay));
      stopping.abort(new HandedOver());
      await within(FAREWELL_MS, Promise.allSettled(underWay));
      await channel.stop();
    },
    isConnected: inlet.isConnected,
    async checkToken() {
      await edits.auth.test();
    },
  };
}

/** Bolt's app, whose client waits when Slack has had too many calls, and a client for edits that can wait instead. */
function buildClients({ apiUrl, botToken }: SlackConfig, { receiver }: Inlet, fetch: FetchFunction, log: Logger) {
  const logger = boltLogger(log.child({ component: 'slack' }));
  const api = {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    timeout: CALL_TIMEOUT_MS,
    fetch,
  };
  const app = new App({
    token: botToken,
    receiver,
    logger,
    // A wrong token is an error of `start`, which can be caught, not of this constructor, which cannot.
    deferInitialization: true,
    convoStore: false,
    extendedErrorHandler: true,
    clientOptions: { ...api, retryConfig: CALL_RETRIES },
  });
  // A client that waits holds back all of its calls, the answers too.
  const edits = new WebClient(botToken, {
    ...api,
    logger,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
  return { app, edits };
}

function listen(app: App, deps: ListenerDeps): void {
  registerCommands(app, deps);
  registerActions(app, deps);
  registerEvents(app, deps);
  registerShortcuts(app, deps);
  registerViews(app, deps);
}

/** Waits for something, but not for ever. */
async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, timeout]);
  clearTimeout(timer);
}
