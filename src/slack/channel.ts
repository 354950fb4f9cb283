import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Detection } from '../detections/detection.js';
import type { Case } from '../investigation/case.js';
import type { Channel, Evidence } from '../investigation/ports.js';
import type { Run } from '../investigation/run.js';
import { answerFiles } from './answer-files.js';
import { answerForms } from './blocks/answer.js';
import { caseCard, newCaseCard } from './blocks/case-card.js';
import { deedMessage } from './blocks/deed.js';
import { evidenceMessage } from './blocks/evidence.js';
import { failedMessage } from './blocks/failed.js';
import type { Rendered } from './blocks/message.js';
import { richText, section, words } from './blocks/rich-text.js';
import { tableForms } from './blocks/table-message.js';
import { buildUpload, type TextFile } from './files.js';
import { latestOnly } from './latest-only.js';
import { buildMessages, edit, type Place } from './messages.js';
import type { Pace } from './pacing.js';
import { buildNamesOf } from './people.js';
import { buildPermalinkOf } from './permalinks.js';
import { againAfterMs } from './refusals.js';
import { buildRunningMessages } from './running-messages.js';

/** How often a card is edited at most. Slack allows about 50 edits a minute over all messages of the bot. */
const CARD_PAUSE_MS = 2_000;

/** What a stopping bot gives the cards that still wait for their turn. */
const CARDS_GRACE_MS = 4_000;

/** What a channel in Slack works with. */
export interface SlackChannelDeps {
  /** Posts, and turns questions into answers. When Slack has had too many calls, it waits and tries again: nothing is lost. */
  readonly client: WebClient;
  /** Another client, for edits that may come late or not at all: it rejects such a call, so that no answer waits behind it. */
  readonly edits: WebClient;
  readonly pace: Pace;
  readonly log: Logger;
  /** A case as it is now. */
  readonly load: (caseId: string) => Promise<Case | undefined>;
  /** What a case may cost, in US dollars, as the card says it; no limit when absent. */
  readonly caseBudgetUsd?: number | undefined;
}

/** The incident channel in Slack. `stop` shows the cards that still wait for their turn, for four seconds. */
export function slackChannel(deps: SlackChannelDeps): Channel & { stop(): Promise<void> } {
  const { client, edits, pace, log, load, caseBudgetUsd } = deps;
  const messages = buildMessages({ client, pace, log });
  const running = buildRunningMessages({ messages, edits, log });
  const upload = buildUpload({ client, pace });
  const permalinkOf = buildPermalinkOf({ client, log });

  const cards = latestOnly<Case>(CARD_PAUSE_MS, async (known) => {
    try {
      // It waited for its turn: by now the case may have gone on, by another bot, too.
      const latest = await latestOf(known);
      await edit(edits, latest.channelId, latest.threadTs, caseCard(latest, caseBudgetUsd));
      // That bot may have edited the card before, with what is newer than this.
      return (await latestOf(latest)).seq > latest.seq ? 0 : undefined;
    } catch (err) {
      const againMs = againAfterMs(err);
      log.warn({ err, caseId: known.id, channelId: known.channelId, againMs }, 'the case card could not be edited');
      return againMs;
    }
  });

  const latestOf = async (known: Case): Promise<Case> => (await load(known.id)) ?? known;

  /** The best form that Slack takes; where it takes none, the sentence alone, with the tables as files in the thread. */
  async function showSomehow(place: AnswerPlace, forms: readonly Rendered[], files: TextFiles): Promise<void> {
    if (await messages.show(place, forms)) return;
    if (await messages.show(place, withoutTables(forms, await isUploaded(place, files())))) return;
    throw new Error(`Slack took no form of a message in the thread ${place.threadTs} of ${place.channelId}`);
  }

  async function isUploaded({ channelId, threadTs }: AnswerPlace, files: readonly TextFile[]): Promise<boolean> {
    if (files.length === 0) return false;
    try {
      await upload(channelId, threadTs, files);
      return true;
    } catch (err) {
      log.warn({ err, channelId, threadTs }, 'the tables of an answer could not be put into the thread as files');
      return false;
    }
  }

  async function postEvidence(investigation: Case, evidence: Evidence): Promise<void> {
    const { channelId, threadTs } = investigation;
    const ts = await messages.post({ channelId, threadTs }, evidenceMessage(investigation, evidence));
    try {
      await upload(channelId, threadTs, evidence.files);
    } catch (cause) {
      await messages
        .remove(channelId, ts)
        .catch((err: unknown) => log.warn({ err, channelId, ts }, 'a list of files that are not there was left'));
      throw cause;
    }
  }

  return {
    async postCard(opened) {
      const { channelId } = opened;
      const threadTs = await messages.post({ channelId }, newCaseCard(opened, caseBudgetUsd));
      return { threadTs, permalink: await permalinkOf({ channelId, ts: threadTs }) };
    },
    remove: (channelId, messageTs) => messages.remove(channelId, messageTs),
    updateCard: async (investigation) => cards.show(investigation.id, investigation),
    async postRun({ channelId, threadTs }, run, detection) {
      const messageTs = await running.post({ channelId, threadTs }, run, detection);
      return { messageTs, permalink: await permalinkOf({ channelId, ts: messageTs, threadTs }) };
    },
    showProgress: ({ channelId }, run, detection, progress) =>
      running.showProgress(channelId, run, detection, progress),
    async endProgress({ channelId }, { messageTs }) {
      if (messageTs !== undefined) await running.end(channelId, messageTs);
    },
    showHandOver: ({ channelId }, run, detection) => running.showHandOver(channelId, run, detection),
    async updateRun({ channelId, threadTs }, run, detection) {
      const { messageTs } = run;
      if (messageTs !== undefined) await running.end(channelId, messageTs);
      await showSomehow({ channelId, threadTs, ts: messageTs }, formsOf(run, detection), () =>
        answerFiles(run, detection),
      );
    },
    postTable: ({ channelId, threadTs }, shown) =>
      showSomehow({ channelId, threadTs }, tableForms(shown), () =>
        answerFiles(shown.run, shown.detection, [shown.table]),
      ),
    async postDeed(investigation, deed) {
      const { channelId, threadTs } = investigation;
      await messages.post({ channelId, threadTs }, deedMessage(investigation, deed));
    },
    postEvidence,
    namesOf: buildNamesOf({ client, log }),
    async stop() {
      running.stop();
      const late = await cards.stop(CARDS_GRACE_MS);
      if (late.length > 0) log.warn({ caseIds: late }, 'case cards that do not show the last state');
    },
  };
}

interface AnswerPlace extends Place {
  readonly threadTs: string;
  /** The message that becomes the answer; absent: a new one. */
  readonly ts?: string | undefined;
}

type TextFiles = () => readonly TextFile[];

const formsOf = (run: Run, detection: Detection): readonly Rendered[] =>
  run.answer ? answerForms(run, run.answer, detection) : [failedMessage(run, detection)];

/** What is left to say when Slack takes no table at all: the sentence that every form begins with, and its buttons if they pass. */
function withoutTables(forms: readonly Rendered[], isInFiles: boolean): readonly Rendered[] {
  const simplest = forms.at(-1);
  if (!simplest) throw new Error('a message has no form');
  const { text, blocks } = simplest;
  const rest = isInFiles
    ? 'Slack did not take the tables of this answer: they are in this thread as CSV files.'
    : 'Slack did not take the rest of this answer. Ask again with a shorter window.';
  const bare = [...blocks.slice(0, 1), richText(section(words(rest)))];
  return [
    { text, blocks: [...bare, ...blocks.filter(({ type }) => type === 'actions')] },
    { text, blocks: bare },
  ];
}
