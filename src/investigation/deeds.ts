import type { Catalogue } from '../detections/catalogue.js';
import { type Subject, shortSubject } from '../detections/subject.js';
import { counted } from '../text.js';
import type { Answered, Asked, CaseEvent, Deed, Failed, LogEntry, Stopped } from './case.js';
import type { History } from './investigation.js';
import { briefWindow } from './window.js';

/** A piece of what is said of a deed: our own words, or what people or logs say, which must be shown as nothing but text. */
export interface DeedPiece {
  readonly text: string;
  readonly is: 'words' | 'title' | 'quoted';
}

/** What came out of a question, so far. */
export interface DeedOutcome {
  readonly state: 'answered' | 'failed' | 'running';
  /** A sentence that may hold log data; empty while it is running. */
  readonly finding: string;
  readonly rows: number;
  readonly scannedBytes: number;
  readonly billedBytes: number;
}

/** One line of a case's history: who did what, and what came out. */
export interface DeedLine extends Deed {
  readonly type: CaseEvent['type'];
  readonly says: readonly DeedPiece[];
  readonly outcome?: DeedOutcome | undefined;
  /** To the answer. */
  readonly permalink?: string | undefined;
}

/** All that happened in a case, oldest first. A question and its outcome are one line, where the question was asked. */
export function deedLines(history: History, catalogue: Catalogue): readonly DeedLine[] {
  const outcomes = new Map<string, Answered | Failed>();
  for (const entry of history.log) {
    if (entry.type === 'answered' || entry.type === 'failed') outcomes.set(entry.runId, entry);
  }
  const context = { history, catalogue, outcomes };
  return history.log.flatMap((entry) => {
    const says = saidOf(entry, context);
    if (says === undefined) return [];
    const { by, at, type } = entry;
    return [{ by, at, type, says, ...(entry.type === 'asked' ? answerOf(entry, context) : {}) }];
  });
}

interface Context {
  readonly history: History;
  readonly catalogue: Catalogue;
  readonly outcomes: ReadonlyMap<string, Answered | Failed>;
}

const words = (text: string): DeedPiece => ({ text, is: 'words' });
const quoted = (text: string): DeedPiece => ({ text, is: 'quoted' });
const subject = (about: Subject): DeedPiece => quoted(shortSubject(about));

/** `undefined` for what has no line of its own. */
function saidOf(entry: LogEntry, context: Context): readonly DeedPiece[] | undefined {
  switch (entry.type) {
    case 'opened':
      return [words('opened the case'), ...(entry.title === undefined ? [] : [words(': '), quoted(entry.title)])];
    case 'suspect_chosen':
      return [words('chose '), subject(entry.suspect), words(' as the suspect')];
    case 'window_set':
      return [words('set the window to '), quoted(entry.window)];
    case 'budget_set':
      return [words(`allowed the case to cost $${entry.budgetUsd.toFixed(2)}`)];
    case 'shown':
      return lookedAt(entry, context);
    case 'asked':
      return askedPieces(entry, context);
    case 'stopped':
      return [words('stopped '), title(titleOfRun(entry, context))];
    case 'noted':
      return [words('noted: '), quoted(entry.text)];
    case 'closed':
      return [words('closed the case'), ...(entry.note === undefined ? [] : [words(': '), quoted(entry.note)])];
    case 'reopened':
      return [words('reopened the case')];
    case 'exported':
      return [words(`exported ${counted(entry.files.length, 'file')}`)];
    case 'refused':
      return [words('was refused')];
    case 'answered':
    case 'failed':
      return undefined;
  }
}

const title = (text: string): DeedPiece => ({ text, is: 'title' });

function askedPieces({ runId, detection, about, window }: Asked, { catalogue, history }: Context): DeedPiece[] {
  const asked = catalogue.detections.get(detection);
  const table = asked?.tables.find(({ name }) => name === history.runs.get(runId)?.view);
  return [
    title(table?.title ?? asked?.title ?? detection),
    ...(about ? [words(' · '), subject(about)] : []),
    words(` · ${briefWindow(window)}`),
  ];
}

function titleOfRun({ runId }: Stopped, { history, catalogue }: Context): string {
  const detection = history.runs.get(runId)?.detection;
  return catalogue.detections.get(detection ?? '')?.title ?? detection ?? 'a question';
}

function lookedAt(entry: Extract<LogEntry, { type: 'shown' }>, { history, catalogue, outcomes }: Context): DeedPiece[] {
  const run = history.runs.get(entry.runId);
  const tables = catalogue.detections.get(run?.detection ?? '')?.tables;
  const name = tables?.find(({ name }) => name === entry.table)?.title ?? entry.table;
  const answeredAt = run?.answeredAt ?? outcomes.get(entry.runId)?.at;
  const about = run?.about ? [words(' · '), subject(run.about)] : [];
  const age = answeredAt === undefined ? [] : [words(` (answer of ${answeredAt.slice(11, 16)} UTC)`)];
  return [words(`looked at ${name}`), ...about, ...age];
}

function answerOf({ runId }: Asked, { history, outcomes }: Context): Pick<DeedLine, 'outcome' | 'permalink'> {
  const end = outcomes.get(runId);
  const permalink = history.runs.get(runId)?.permalink;
  const { scannedBytes = 0, billedBytes = 0 } = end ?? {};
  const outcome: DeedOutcome = {
    state: end?.type ?? 'running',
    finding: end?.type === 'answered' ? end.finding : (end?.reason ?? ''),
    rows: end?.type === 'answered' ? end.rows : 0,
    scannedBytes,
    billedBytes,
  };
  return { outcome, permalink };
}
