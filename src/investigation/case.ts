import type { Subject } from '../detections/subject.js';
import type { Window } from './window.js';

/** Who did something, where and when: every event of a case says so. */
export interface Deed {
  /** Slack user id. */
  readonly by: string;
  /** ISO 8601, UTC, to the millisecond. */
  readonly at: string;
}

/** A case begins: its card is in the channel already. `window` is the text as it was given (`24h`). */
export interface Opened extends Deed {
  readonly type: 'opened';
  readonly number: number;
  readonly teamId: string;
  readonly channelId: string;
  /** The card's message, and so the thread of the case. */
  readonly threadTs: string;
  /** A link to it, where Slack gave one. */
  readonly permalink?: string | undefined;
  readonly window: string;
  /** What a person called it. */
  readonly title?: string | undefined;
}

/** A question is asked; its run is stored. */
export interface Asked extends Deed {
  readonly type: 'asked';
  readonly runId: string;
  readonly detection: string;
  readonly about?: Subject | undefined;
  readonly window: Window;
}

/** A question is answered. */
export interface Answered extends Deed {
  readonly type: 'answered';
  readonly runId: string;
  readonly rows: number;
  readonly scannedBytes: number;
  /** What the query engine bills for it; see `cost.ts`. */
  readonly billedBytes: number;
  /** What came out, in one sentence of plain text. Holds log data: show it as text only. */
  readonly finding: string;
}

/** A question got no answer; `reason` is for people. */
export interface Failed extends Deed {
  readonly type: 'failed';
  readonly runId: string;
  readonly reason: string;
  readonly scannedBytes: number;
  /** A query that was stopped is billed for what it scanned; one that failed is not. */
  readonly billedBytes: number;
}

/** Somebody becomes the suspect of the case. */
export interface SuspectChosen extends Deed {
  readonly type: 'suspect_chosen';
  readonly suspect: Subject;
}

/** The case's window changes: that of questions that name none. As text (`24h`). */
export interface WindowSet extends Deed {
  readonly type: 'window_set';
  readonly window: string;
}

/** The case may cost so much from now on. */
export interface BudgetSet extends Deed {
  readonly type: 'budget_set';
  readonly budgetUsd: number;
}

/** A table of an answer that was there already is shown again. */
export interface Shown extends Deed {
  readonly type: 'shown';
  readonly runId: string;
  readonly table: string;
}

/** Somebody wants a running question stopped; `failed` follows when it is. */
export interface Stopped extends Deed {
  readonly type: 'stopped';
  readonly runId: string;
}

/** What a person wants to be remembered. As typed: show it as text only. */
export interface Noted extends Deed {
  readonly type: 'noted';
  readonly text: string;
}

/** The case ends. */
export interface Closed extends Deed {
  readonly type: 'closed';
  /** As typed: show it as text only. */
  readonly note?: string | undefined;
}

/** A closed case goes on. */
export interface Reopened extends Deed {
  readonly type: 'reopened';
}

/** The case's answers and history were handed out as files. */
export interface Exported extends Deed {
  readonly type: 'exported';
  readonly files: readonly ExportedFile[];
}

/** A file as the evidence log has it. */
export interface ExportedFile {
  readonly name: string;
  /** Of its bytes, as 64 hexadecimal digits. */
  readonly sha256: string;
}

/** Somebody who is no responder was turned away; of each person only the first time is kept. */
export interface Refused extends Deed {
  readonly type: 'refused';
}

export type CaseEvent =
  | Opened
  | Asked
  | Answered
  | Failed
  | SuspectChosen
  | WindowSet
  | BudgetSet
  | Shown
  | Stopped
  | Noted
  | Closed
  | Reopened
  | Exported
  | Refused;

/** One entry of a case's log: `seq` counts from 1 without a gap. */
export type LogEntry = CaseEvent & { readonly seq: number };

/** A case's head: what its log amounts to. Any reader can make it again with `fold`. */
export interface Case {
  readonly id: string;
  readonly number: number;
  readonly teamId: string;
  readonly channelId: string;
  readonly threadTs: string;
  /** A link to its card, where Slack gave one. */
  readonly permalink?: string | undefined;
  readonly title?: string | undefined;
  readonly status: 'open' | 'closed';
  /** Who closed it, when, and why; only while it is closed. */
  readonly closed?: (Deed & { readonly note?: string | undefined }) | undefined;
  /** How often it was opened again. */
  readonly reopenings: number;
  readonly openedBy: string;
  readonly openedAt: string;
  /** The window of a question that names none, as text (`24h`). */
  readonly window: string;
  readonly suspect?: (Subject & { readonly by: string; readonly at: string }) | undefined;
  /** What a responder allowed it to cost; else the bot's own limit holds. */
  readonly budgetUsd?: number | undefined;
  /** Questions that have no outcome yet, by their runs; absent in the head of an older version. */
  readonly running?: readonly string[] | undefined;
  readonly people: readonly string[];
  /** Who was turned away. */
  readonly refused: readonly string[];
  readonly questions: number;
  readonly scannedBytes: number;
  readonly billedBytes: number;
  readonly lastActivityAt: string;
  /** Of the last event that is folded in. */
  readonly seq: number;
}

/** A case's identity: the team and a number that people can say. */
export const caseIdOf = (teamId: string, number: number): string => `${teamId}-${number}`;

/**
 * Moves a head past one more log entry. The first entry makes the head.
 *
 * @throws Error when the entry does not follow on the head.
 */
export function fold(head: Case | undefined, entry: LogEntry): Case {
  if (entry.seq !== (head?.seq ?? 0) + 1)
    throw new Error(`log entry ${entry.seq} does not follow on ${head?.seq ?? 0}`);
  if (entry.type === 'opened') {
    return {
      id: caseIdOf(entry.teamId, entry.number),
      number: entry.number,
      teamId: entry.teamId,
      channelId: entry.channelId,
      threadTs: entry.threadTs,
      ...(entry.permalink === undefined ? {} : { permalink: entry.permalink }),
      ...(entry.title === undefined ? {} : { title: entry.title }),
      status: 'open',
      reopenings: 0,
      openedBy: entry.by,
      openedAt: entry.at,
      window: entry.window,
      running: [],
      people: [entry.by],
      refused: [],
      questions: 0,
      scannedBytes: 0,
      billedBytes: 0,
      lastActivityAt: entry.at,
      seq: entry.seq,
    };
  }
  if (!head) throw new Error(`a case begins with "opened", not with "${entry.type}"`);
  if (entry.type === 'refused') {
    const refused = head.refused.includes(entry.by) ? head.refused : [...head.refused, entry.by];
    return { ...head, refused, seq: entry.seq };
  }
  const people = head.people.includes(entry.by) ? head.people : [...head.people, entry.by];
  const next: Case = { ...head, people, lastActivityAt: entry.at, seq: entry.seq };
  switch (entry.type) {
    case 'asked':
      return { ...next, questions: head.questions + 1, running: [...(head.running ?? []), entry.runId] };
    case 'answered':
    case 'failed':
      return {
        ...next,
        running: head.running?.filter((runId) => runId !== entry.runId),
        scannedBytes: head.scannedBytes + entry.scannedBytes,
        billedBytes: head.billedBytes + entry.billedBytes,
      };
    case 'suspect_chosen':
      // Two clicks at once may be entered the other way round: the later click counts.
      return head.suspect && head.suspect.at > entry.at
        ? next
        : { ...next, suspect: { ...entry.suspect, by: entry.by, at: entry.at } };
    case 'window_set':
      return { ...next, window: entry.window };
    case 'budget_set':
      return { ...next, budgetUsd: entry.budgetUsd };
    case 'closed':
      return { ...next, status: 'closed', closed: { by: entry.by, at: entry.at, note: entry.note } };
    case 'reopened':
      return { ...next, status: 'open', closed: undefined, reopenings: head.reopenings + 1 };
    case 'shown':
    case 'stopped':
    case 'noted':
    case 'exported':
      return next;
  }
}
