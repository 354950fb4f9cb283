import { type ChatUpdateArguments, WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Detection } from '../detections/detection.js';
import { UserFacingError } from '../errors.js';
import type { Case } from '../investigation/case.js';
import type { Channel } from '../investigation/ports.js';
import type { Run } from '../investigation/run.js';
import { shortened } from '../text.js';
import { answerForms, failedMessage, runningMessage } from './blocks/answer.js';
import { caseCard, newCaseCard } from './blocks/case-card.js';
import { MAX_EDITED_TEXT } from './blocks/limits.js';
import type { Rendered } from './blocks/message.js';
import { richText, section, words } from './blocks/rich-text.js';
import { tableForms } from './blocks/table-message.js';
import { latestOnly } from './latest-only.js';

/** How often a card is edited at most. Slack allows about 50 edits a minute over all messages of the bot. */
const CARD_PAUSE_MS = 2_000;

/** What Slack says when it does not take a message because of what is in it. */
const REFUSALS_OF_CONTENT = ['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long'];

/** What Slack says when a message cannot be edited any more. */
const REFUSALS_OF_EDITS = ['message_not_found', 'cant_update_message', 'edit_window_closed'];

/** Nothing in a message becomes a link, a mention or a preview that we did not make ourselves. */
const LITERAL = { parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false } as const;

/** What a channel in Slack works with. */
export interface SlackChannelDeps {
  readonly client: WebClient;
  readonly log: Logger;
  /** What a case may cost, in US dollars, as the card says it; no limit when absent. */
  readonly caseBudgetUsd?: number | undefined;
}

/** The incident channel in Slack. `stop` shows the cards that still wait for their turn. */
export function slackChannel({ client, log, caseBudgetUsd }: SlackChannelDeps): Channel & { stop(): Promise<void> } {
  const cards = latestOnly<Case>(CARD_PAUSE_MS, (investigation) =>
    update(investigation.channelId, investigation.threadTs, caseCard(investigation, caseBudgetUsd)).catch(
      (err: unknown) => log.warn({ err, caseId: investigation.id }, 'the case card could not be edited'),
    ),
  );

  async function post(channelId: string, { text, blocks }: Rendered, threadTs?: string): Promise<string> {
    const place = threadTs === undefined ? {} : { thread_ts: threadTs };
    const posted = await client.chat
      .postMessage({ channel: channelId, text, blocks, ...place, ...LITERAL })
      .catch((cause: unknown) => {
        throw forPeople(cause);
      });
    if (!posted.ts) throw new Error(`chat.postMessage in ${channelId} returned no ts`);
    return posted.ts;
  }

  /** An answer without a link to it is still an answer. */
  async function permalinkOf(channelId: string, ts: string): Promise<string | undefined> {
    try {
      return (await client.chat.getPermalink({ channel: channelId, message_ts: ts })).permalink;
    } catch (err) {
      log.warn({ err, channelId, ts }, 'Slack gave no link to a message');
      return undefined;
    }
  }

  async function update(channelId: string, ts: string, { text, blocks }: Rendered): Promise<void> {
    const edit: ChatUpdateArguments = { channel: channelId, ts, text: shortened(text, MAX_EDITED_TEXT), blocks };
    await client.chat.update({ ...edit, parse: 'none', link_names: false });
  }

  /** The best form of a message that Slack takes, at last its sentence alone; in a new message when the old one is gone. */
  async function show(investigation: Case, messageTs: string | undefined, forms: readonly Rendered[]): Promise<void> {
    const [form, ...simpler] = forms;
    if (!form) throw new Error(`Slack took no form of an answer of case ${investigation.id}`);
    try {
      if (messageTs === undefined) await post(investigation.channelId, form, investigation.threadTs);
      else await update(investigation.channelId, messageTs, form);
    } catch (cause) {
      const code = codeOf(cause);
      if (code !== undefined && REFUSALS_OF_CONTENT.includes(code)) {
        log.warn({ err: cause, caseId: investigation.id }, 'Slack refused a form of an answer; trying a simpler one');
        return show(investigation, messageTs, simpler);
      }
      if (code !== undefined && REFUSALS_OF_EDITS.includes(code) && messageTs !== undefined) {
        return show(investigation, undefined, forms);
      }
      throw cause;
    }
  }

  return {
    postCard: (opened) => post(opened.channelId, newCaseCard(opened, caseBudgetUsd)),
    async removeCard(channelId, threadTs) {
      await client.chat.delete({ channel: channelId, ts: threadTs });
    },
    updateCard: async (investigation) => cards.show(investigation.id, investigation),
    async postRun(investigation, run, detection) {
      const messageTs = await post(investigation.channelId, runningMessage(run, detection), investigation.threadTs);
      return { messageTs, permalink: await permalinkOf(investigation.channelId, messageTs) };
    },
    updateRun: (investigation, run, detection) =>
      show(investigation, run.messageTs, withBareSentence(formsOf(run, detection))),
    postTable: (investigation, shown) => show(investigation, undefined, withBareSentence(tableForms(shown))),
    stop: () => cards.stop(),
  };
}

const formsOf = (run: Run, detection: Detection): readonly Rendered[] =>
  run.answer ? answerForms(run, run.answer, detection) : [failedMessage(run, detection)];

/** What is left to say when Slack takes no table at all: every form begins with its sentence. */
function withBareSentence(forms: readonly Rendered[]): readonly Rendered[] {
  const simplest = forms.at(-1);
  if (!simplest) return forms;
  const rest = richText(section(words('Slack did not take the rest of this answer. Ask again with a shorter window.')));
  return [...forms, { text: simplest.text, blocks: [...simplest.blocks.slice(0, 1), rest] }];
}

/** Slack's own word for what went wrong, such as `not_in_channel`. */
const codeOf = (cause: unknown): string | undefined =>
  cause instanceof WebAPIPlatformError ? cause.data.error : undefined;

function forPeople(cause: unknown): unknown {
  switch (codeOf(cause)) {
    case 'not_in_channel':
    case 'channel_not_found':
      return new UserFacingError('I am not in this channel. Type /invite @ir-bot here, then ask again.', { cause });
    case 'is_archived':
      return new UserFacingError('This channel is archived, so nothing can be posted in it. Ask in another one.', {
        cause,
      });
    default:
      return cause;
  }
}
