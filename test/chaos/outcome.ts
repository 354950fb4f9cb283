import type { Message } from '../../src/local/slack/protocol.js';
import { ACTIONS } from '../../src/slack/blocks/button-value.js';

/** What a message is to the person who asked. */
export type Sort = 'answer' | 'failure' | 'running' | 'pointed';

/** A message about somebody's question. */
export interface About {
  readonly sort: Sort;
  readonly asker: string;
}

/** Everything that came of one question, as people see it. */
export interface Seen {
  /** Messages in the thread. */
  readonly answers: readonly Message[];
  readonly failures: readonly Message[];
  readonly running: readonly Message[];
  /** Told to the person alone: that it failed, or why nothing was asked. */
  readonly told: readonly Message[];
  /** Told to the person alone: that it is being asked already. */
  readonly pointed: readonly Message[];
  /** What Slack itself said, where the bot did not answer it in time. */
  readonly bySlack?: string | undefined;
}

/** What a question came to. Nothing counts twice: what failed in the thread and is told to the person, too, is one failure. */
export type Verdict = 'answered' | 'stated failure' | 'pointed to' | 'lost' | 'duplicated';

/** Which question a message of the bot is about; `undefined` for a card and for what is no question's. */
export function aboutOf({ text: plain, blocks = [], ephemeralFor }: Message): About | undefined {
  const text = JSON.stringify(blocks);
  if (ephemeralFor !== undefined)
    return { sort: /being asked already/.test(plain + text) ? 'pointed' : 'failure', asker: ephemeralFor };
  if (text.includes(`"${ACTIONS.stop}"`)) {
    const [, asker] = /"type":"user","user_id":"(\w+)"/.exec(text) ?? [];
    return asker === undefined ? undefined : { sort: 'running', asker };
  }
  const [, asker] = /asked by <@(\w+)>/.exec(text) ?? [];
  if (asker === undefined) return undefined;
  return { sort: /"text":"(?:⚠️|⏹️) /u.test(JSON.stringify(blocks[0])) ? 'failure' : 'answer', asker };
}

/**
 * The verdict over a question. An answer behind a sentence of Slack's own ("did not respond") is an answer: the bot may have been
 * killed between keeping a question and acknowledging it.
 */
export function verdictOf({ answers, failures, told, pointed, bySlack }: Seen): Verdict {
  const endings = answers.length + failures.length;
  const isContradicted = answers.length > 0 && told.length > 0;
  const isTwice = pointed.length > 0 && (endings > 0 || told.length > 0);
  if (endings > 1 || isContradicted || isTwice) return 'duplicated';
  if (answers.length > 0) return 'answered';
  if (pointed.length > 0) return 'pointed to';
  return failures.length + told.length > 0 || bySlack !== undefined ? 'stated failure' : 'lost';
}
