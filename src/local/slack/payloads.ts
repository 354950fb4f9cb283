import { isObject, type JsonObject } from './json.js';
import { LOCAL_BOT, LOCAL_TEAM } from './people.js';
import type { Block, Message, Person, SharedFile, WorkspaceChannel } from './protocol.js';
import type { OpenView } from './view-stacks.js';

/** Slack's deprecated verification token: every payload has one, nobody should check it. */
const VERIFICATION_TOKEN = 'local-verification-token';

const CONTROL_SEQUENCE = /(<(?:[@#!][^<>\n]*|(?:https?|mailto|tel):[^<>\n]*)>)/;

/** Text as Slack hands it back: `&`, `<` and `>` as entities, save those that are Slack's own markup. */
export function escapeMarkup(text: string): string {
  return text
    .split(CONTROL_SEQUENCE)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part
            .replace(/&(?!(?:amp|lt|gt);)/g, '&amp;')
            .replace(/</g, '&lt;')
            .replace(/>/g, '&gt;'),
    )
    .join('');
}

/** A message as the Web API and payloads give it, its texts escaped. */
export function slackMessage({ ts, threadTs, userId, text, blocks, editedTs, files }: Message): JsonObject {
  return {
    type: 'message',
    user: userId,
    ts,
    ...(userId === LOCAL_BOT.id && { bot_id: LOCAL_BOT.botId, app_id: LOCAL_BOT.appId }),
    team: LOCAL_TEAM.id,
    text: escapeMarkup(text),
    ...(threadTs !== undefined && { thread_ts: threadTs }),
    ...(editedTs !== undefined && { edited: { user: userId, ts: editedTs } }),
    ...(blocks && { blocks: escapeBlocks(blocks) }),
    ...(files && { upload: true, files: files.map(slackFile) }),
  };
}

/** A file as the Web API and payloads give it. Where it is shared, Slack finds out later: answers do not say it. */
export function slackFile({ id, name, title, size, mimetype }: SharedFile): JsonObject {
  return { id, name, title, mimetype, size, user: LOCAL_BOT.id, mode: 'hosted', is_external: false };
}

/** A view as the Web API and payloads give it. */
export function slackView(view: OpenView, below: readonly OpenView[] = []): JsonObject {
  const { blocks, ...definition } = view.definition;
  return {
    id: view.id,
    team_id: LOCAL_TEAM.id,
    app_id: LOCAL_BOT.appId,
    bot_id: LOCAL_BOT.botId,
    app_installed_team_id: LOCAL_TEAM.id,
    callback_id: '',
    private_metadata: '',
    external_id: '',
    title: null,
    submit: null,
    close: null,
    clear_on_close: false,
    notify_on_close: false,
    ...definition,
    blocks: escapeBlocks(blocks),
    state: { values: view.values },
    hash: view.hash,
    root_view_id: below[0]?.id ?? view.id,
    previous_view_id: below.at(-1)?.id ?? null,
  };
}

/** What every interaction's payload has. */
export function interaction(type: string, person: Person, triggerId: string): JsonObject {
  return {
    type,
    token: VERIFICATION_TOKEN,
    api_app_id: LOCAL_BOT.appId,
    team: { id: LOCAL_TEAM.id, domain: LOCAL_TEAM.domain },
    user: { id: person.id, username: person.name, name: person.name, team_id: LOCAL_TEAM.id },
    enterprise: null,
    is_enterprise_install: false,
    trigger_id: triggerId,
  };
}

/** A slash command's payload. */
export interface Command {
  readonly command: string;
  readonly text: string;
  readonly person: Person;
  readonly channel: WorkspaceChannel;
  readonly responseUrl: string;
  readonly triggerId: string;
}

/** https://docs.slack.dev/interactivity/implementing-slash-commands (as of November 2026) */
export function commandPayload({ command, text, person, channel, responseUrl, triggerId }: Command): JsonObject {
  return {
    token: VERIFICATION_TOKEN,
    team_id: LOCAL_TEAM.id,
    team_domain: LOCAL_TEAM.domain,
    channel_id: channel.id,
    channel_name: channel.name,
    user_id: person.id,
    user_name: person.name,
    command,
    text,
    api_app_id: LOCAL_BOT.appId,
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: triggerId,
  };
}

/** https://docs.slack.dev/apis/events-api (as of November 2026) */
export function eventPayload(event: JsonObject, eventId: string): JsonObject {
  return {
    token: VERIFICATION_TOKEN,
    team_id: LOCAL_TEAM.id,
    api_app_id: LOCAL_BOT.appId,
    event,
    type: 'event_callback',
    event_id: eventId,
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: LOCAL_TEAM.id,
        user_id: LOCAL_BOT.id,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
  };
}

function escapeBlocks(blocks: readonly Block[]): readonly unknown[] {
  return blocks.map(escapeTexts);
}

function escapeTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(escapeTexts);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [
      field,
      field === 'text' && typeof inner === 'string' ? escapeText(inner, value.type === 'mrkdwn') : escapeTexts(inner),
    ]),
  );
}

function escapeText(text: string, isMarkup: boolean): string {
  return isMarkup ? escapeMarkup(text) : text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
