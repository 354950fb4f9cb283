import { setTimeout as wait } from 'node:timers/promises';
import { readConfig } from '../../src/config.js';
import type { LogEngine } from '../../src/local/athena/log-engine.js';
import { type LocalAthena, type LocalAthenaOptions, startLocalAthena } from '../../src/local/athena/server.js';
import { botEnvironment } from '../../src/local/bot-environment.js';
import { startLocalDynamodb } from '../../src/local/dynamodb.js';
import { elementsIn } from '../../src/local/slack/elements.js';
import { isObject, type JsonObject, objectsIn, textOf } from '../../src/local/slack/json.js';
import type { ActResult, Message, View } from '../../src/local/slack/protocol.js';
import { type LocalSlack, type LocalSlackOptions, startLocalSlack } from '../../src/local/slack/server.js';
import { buildLog } from '../../src/log.js';
import { ACTIONS } from '../../src/slack/blocks/button-value.js';
import { type RunningBot, startBot } from '../../src/start.js';
import { openPage } from '../local/slack/pages.js';

export const ALICE = 'U0ALICE';
export const BOB = 'U0BOB';
export const OUTSIDER = 'U0CAROL';
export const CHANNEL = 'C0INC042';

/** The stand-ins with the bot between them, as tests drive them. */
export interface TestWorkspace {
  readonly slack: LocalSlack;
  readonly athena: LocalAthena;
  readonly environment: NodeJS.ProcessEnv;
  /** What the bot logged. */
  readonly log: readonly string[];
  command(as: string, text: string, channelId?: string): Promise<ActResult>;
  /** Clicks a button, or chooses an option, by what it says; or the first button with this action id. */
  click(as: string, message: Message, label: string | { readonly action: string }): Promise<ActResult>;
  /** Says something in the channel or a thread. */
  say(as: string, text: string, threadTs?: string): Promise<ActResult>;
  /** The form that comes up in front of a person when something is done, or takes the place of the one that is there. */
  form(as: string, doing: () => Promise<unknown>): Promise<View>;
  /** Sends a form off: values by block and action. */
  submit(as: string, view: View, values: FormValues): Promise<ActResult>;
  /** A person's Home tab, once something is done. */
  home(as: string, doing: () => Promise<unknown>): Promise<View>;
  /** The bot's messages in the channel and its threads. */
  posts(channelId?: string): readonly Message[];
  /** The case card. */
  card(): Message;
  /** Waits until there are so many answers (or stated failures) in the thread, and returns the newest `count`. */
  answers(total: number): Promise<readonly Message[]>;
  /** A message in the thread that says this, once it is there. */
  inThread(text: string): Promise<Message>;
  /** The newest message that only one person sees, once there are more than `known`. */
  heard(person: string, known?: number): Promise<Message>;
  /** The same as text. */
  told(person: string, known?: number): Promise<string>;
  startBot(): Promise<void>;
  stopBot(graceMs?: number): Promise<void>;
  close(): Promise<void>;
}

/** `state.values` as a page sends it: block id → action id → what the element holds. */
export type FormValues = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** What a text field holds. */
export const typed = (value: string) => ({ type: 'plain_text_input', value });

export interface TestWorkspaceOptions extends LocalSlackOptions {
  readonly dynamodbFolder?: string;
  /** How the CloudTrail table is made. */
  readonly athena?: Omit<LocalAthenaOptions, 'engine'>;
}

/** Starts the stand-ins over given logs. The bot is started with `startBot`. */
export async function startTestWorkspace(
  engine: LogEngine,
  options: TestWorkspaceOptions = {},
): Promise<TestWorkspace> {
  const [slack, athena, dynamodb] = await Promise.all([
    // Tests ask more in a second than people do in minutes; the rates have tests of their own.
    startLocalSlack({ rateLimits: false, ...options }),
    startLocalAthena({ engine, faults: options.faults, ...options.athena }),
    startLocalDynamodb({ folder: options.dynamodbFolder, faults: options.faults }),
  ]);
  const environment = botEnvironment({
    slack,
    athenaUrl: athena.url,
    dynamodbUrl: dynamodb.url,
    responders: [ALICE, BOB],
    window: '24h',
    logLevel: 'debug',
  });
  const log: string[] = [];
  let bot: RunningBot | undefined;

  const posts = (channelId = CHANNEL) => slack.messages(channelId).filter(({ userId }) => userId === 'U0IRBOT');
  const isInThread = ({ threadTs, ts }: Message) => threadTs !== undefined && threadTs !== ts;
  const isRunning = ({ blocks }: Message) => JSON.stringify(blocks ?? []).includes(ACTIONS.stop);
  const isDone = (message: Message) => isInThread(message) && message.editedTs !== undefined && !isRunning(message);
  const workspace: TestWorkspace = {
    slack,
    athena,
    environment,
    log,
    posts,
    say: (as, text, threadTs) =>
      slack.act({ type: 'message', as, channelId: CHANNEL, text, ...(threadTs === undefined ? {} : { threadTs }) }),
    form: (as, doing) => viewIn(slack, as, 'modal', doing),
    home: (as, doing) => viewIn(slack, as, 'home', doing),
    submit: (as, view, values) => slack.act({ type: 'view_submission', as, viewId: view.id, values }),
    command: (as, text, channelId = CHANNEL) => slack.act({ type: 'slash_command', as, channelId, text }),
    async click(as, message, label) {
      return slack.act({
        type: 'block_action',
        as,
        container: { channelId: message.channelId, ts: message.ts },
        action: actionOf(message, label),
      });
    },
    card() {
      const card = posts().find(({ threadTs, ts }) => threadTs === undefined || threadTs === ts);
      if (!card) throw new Error('there is no case card');
      return card;
    },
    answers: (total) =>
      until(`${total} answers`, () => (posts().filter(isDone).length >= total ? posts().filter(isDone) : undefined)),
    inThread: (text) =>
      until(`"${text}" in the thread`, () =>
        posts().findLast((message) => isInThread(message) && JSON.stringify(message).includes(text)),
      ),
    heard: (person, known = 0) =>
      until(`${person} is told something`, () => {
        const heard = slack.ephemerals(person);
        return heard.length > known ? heard.at(-1) : undefined;
      }),
    told: async (person, known) => JSON.stringify(await workspace.heard(person, known)),
    async startBot() {
      Object.assign(process.env, environment);
      const destination = { write: (line: string) => void log.push(line) };
      bot = await startBot(readConfig(environment), buildLog({ level: 'debug', destination }), {
        pace: async () => {},
      });
    },
    async stopBot(graceMs) {
      await bot?.stop(graceMs);
      bot = undefined;
    },
    async close() {
      await workspace.stopBot();
      await Promise.all([slack.close(), athena.close(), dynamodb.close()]);
    },
  };
  return workspace;
}

/** The next view of this kind that a person's page is told of. */
async function viewIn(
  slack: LocalSlack,
  as: string,
  kind: 'modal' | 'home',
  doing: () => Promise<unknown>,
): Promise<View> {
  const page = await openPage(slack, as);
  try {
    await until('the page is open', () => (page.events.length > 0 ? true : undefined));
    const known = page.events.length;
    await doing();
    return await until(`a ${kind} in front of ${as}`, () => {
      const shown = page.events.slice(known).flatMap((event) => (event.type === kind ? [event.view] : []));
      return shown.at(-1) ?? undefined;
    });
  } finally {
    page.close();
  }
}

/** The button or option with this text, or the button with this action id, as Slack reports a click on it. */
function actionOf(message: Message, wanted: string | { readonly action: string }): Record<string, unknown> {
  for (const { element, actionId, blockId } of elementsIn(message.blocks ?? [])) {
    const says = ({ text }: JsonObject) => (isObject(text) ? textOf(text, 'text') : undefined);
    const place = { type: element.type, action_id: actionId, block_id: blockId };
    const isWanted =
      typeof wanted === 'string'
        ? says(element) === wanted
        : actionId === wanted.action || actionId.startsWith(`${wanted.action}:`);
    if (element.type === 'button' && isWanted) return { ...place, value: element.value, text: element.text };
    const option = [...objectsIn(element)].find((one) => one.value !== undefined && says(one) === wanted);
    if (element.type !== 'button' && option) return { ...place, selected_option: option };
  }
  throw new Error(`no button ${JSON.stringify(wanted)} in ${JSON.stringify(message.blocks)}`);
}

/** Waits for something to be there; fails after 15 seconds, saying what was waited for. */
export async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const deadlineMs = Date.now() + 15_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadlineMs) throw new Error(`waited in vain: ${what}`);
    await wait(10);
  }
}

/** A workspace with a running bot over these logs, for as long as the work takes. */
export async function withWorkspace(
  engine: LogEngine,
  work: (workspace: TestWorkspace) => Promise<void>,
  options: TestWorkspaceOptions & { environment?: NodeJS.ProcessEnv } = {},
): Promise<void> {
  const workspace = await startTestWorkspace(engine, options);
  Object.assign(workspace.environment, options.environment);
  try {
    await workspace.startBot();
    await work(workspace);
  } finally {
    await workspace.close();
    engine.close();
  }
}

/** The sentence above an answer's table. */
export function sentenceOf(message: Message | undefined): string {
  const texts = JSON.stringify(message?.blocks?.[0]).matchAll(/"text":"((?:[^"\\]|\\.)*)"/g);
  return [...texts].map(([, text]) => text).join('');
}

/** The data table of a message: header texts and rows of cell texts. */
export function tableOf(message: Message | undefined): { header: string[]; rows: string[][] } {
  const block = message?.blocks?.find(({ type }) => type === 'data_table' || type === 'table');
  if (!block || !Array.isArray(block.rows)) throw new Error(`no table in ${JSON.stringify(message?.blocks)}`);
  const [header = [], ...rows] = block.rows.map((row: { text: string }[]) => row.map(({ text }) => text));
  return { header, rows };
}
