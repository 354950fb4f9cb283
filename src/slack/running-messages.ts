import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Detection } from '../detections/detection.js';
import type { Progress, Run } from '../investigation/run.js';
import type { Rendered } from './blocks/message.js';
import { handedOverMessage, runningForms } from './blocks/running.js';
import { edit, type Messages, type Place } from './messages.js';
import { progressBoard } from './progress.js';
import { againAfterMs, isOfContent } from './refusals.js';

/**
 * Between two edits that show progress, over all running questions: 30 a minute, of the 50 that Slack allows to all edits of the
 * bot (tier 3). https://docs.slack.dev/reference/methods/chat.update (as of November 2026)
 */
export const PROGRESS_PAUSE_MS = 2_000;

/** The messages of questions that are being asked. */
export interface RunningMessages {
  /** Posts the message of a question. @returns its `ts`. */
  post(place: Place, run: Run, detection: Detection): Promise<string>;
  /** Shows how far a question is in its message, now and then. Never throws. */
  showProgress(channelId: string, run: Run, detection: Detection, progress: Progress): void;
  /** Says that this bot stops, and that another goes on with it. Never throws. */
  showHandOver(channelId: string, run: Run, detection: Detection): Promise<void>;
  /** Resolves when no progress is shown in the message of a question any more, so that its answer is the last edit. */
  end(channelId: string, messageTs: string): Promise<void>;
  stop(): void;
}

/** @param deps.edits a client that rejects a call when Slack has had too many, instead of waiting. */
export function buildRunningMessages(deps: { messages: Messages; edits: WebClient; log: Logger }): RunningMessages {
  const { messages, edits, log } = deps;
  /** The best form that this workspace has not refused. */
  let bestForm = 0;

  /** Whether there is a simpler form than the one that was refused; it is the best from now on. */
  function canBeSimpler(err: unknown, refused: number, forms: readonly Rendered[], ids: Ids): boolean {
    if (!isOfContent(err) || refused + 1 >= forms.length) return false;
    bestForm = Math.max(bestForm, refused + 1);
    log.warn({ err, ...ids }, 'Slack refused a form of running questions: a simpler one is used from now on');
    return true;
  }

  async function post(place: Place, run: Run, detection: Detection): Promise<string> {
    const forms = runningForms(run, detection);
    const at = bestForm;
    try {
      return await messages.post(place, formAt(forms, at));
    } catch (cause) {
      if (canBeSimpler(cause, at, forms, idsOf(run, place.channelId))) return post(place, run, detection);
      throw cause;
    }
  }

  async function showOne({ channelId, messageTs, run, detection, progress }: Shown): Promise<number | undefined> {
    const forms = runningForms(run, detection, progress);
    const at = bestForm;
    try {
      await edit(edits, channelId, messageTs, formAt(forms, at));
      return undefined;
    } catch (err) {
      const ids = idsOf(run, channelId);
      if (!canBeSimpler(err, at, forms, ids)) log.info({ err, ...ids }, 'progress was not shown');
      return againAfterMs(err);
    }
  }

  const board = progressBoard<Shown>(PROGRESS_PAUSE_MS, (shown) =>
    showOne(shown).catch((err: unknown) => {
      log.error({ err, ...idsOf(shown.run, shown.channelId) }, 'progress could not be put into words');
      return undefined;
    }),
  );

  return {
    post,
    showProgress(channelId, run, detection, progress) {
      const { messageTs } = run;
      if (messageTs === undefined) return;
      board.show(keyOf(channelId, messageTs), { channelId, messageTs, run, detection, progress });
    },
    async showHandOver(channelId, run, detection) {
      if (run.messageTs === undefined) return;
      await edit(edits, channelId, run.messageTs, handedOverMessage(run, detection)).catch((err: unknown) =>
        log.warn({ err, ...idsOf(run, channelId) }, 'a question that is left to another bot does not say so'),
      );
    },
    end: (channelId, messageTs) => board.end(keyOf(channelId, messageTs)),
    stop: () => board.stop(),
  };
}

interface Shown {
  readonly channelId: string;
  readonly messageTs: string;
  readonly run: Run;
  readonly detection: Detection;
  readonly progress: Progress;
}

/** What a log line of a question names. */
type Ids = ReturnType<typeof idsOf>;

const idsOf = ({ caseId, id: runId }: Run, channelId: string) => ({ caseId, runId, channelId });

const keyOf = (channelId: string, messageTs: string): string => `${channelId} ${messageTs}`;

function formAt(forms: readonly Rendered[], at: number): Rendered {
  const form = forms[at];
  if (!form) throw new Error(`a running question has no form ${at}`);
  return form;
}
