import type { RichTextElement, RichTextSection } from '@slack/types';
import type { Catalogue } from '../../detections/catalogue.js';
import { type Subject, shortSubject } from '../../detections/subject.js';
import type { Asked, LogEntry, Shown } from '../../investigation/case.js';
import type { History } from '../../investigation/investigation.js';
import type { Run } from '../../investigation/run.js';
import { briefWindow } from '../../investigation/window.js';
import { bytesText, counted } from '../../text.js';
import { MAX_MESSAGE_CHARACTERS } from './limits.js';
import { charactersIn, type Rendered } from './message.js';
import { bold, bullets, contextLine, link, logCode, logText, person, richText, section, words } from './rich-text.js';

/** Deeds that one message shows at most: more are no overview. */
const MAX_ENTRIES = 40;
/** What the lines around the list need. */
const OTHER_CHARACTERS = 500;

/** Who asked what, about whom, when, and what came out: one line a deed, oldest first, each with a link to its answer. */
export function historyMessage({ investigation, log, runs }: History, catalogue: Catalogue): Rendered {
  const days = new Set(log.map(({ at }) => at.slice(0, 10)));
  const isOneDay = days.size === 1;
  const lines = log
    .map((entry) => lineOf(entry, { log, runs, catalogue, isOneDay }))
    .filter((line): line is RichTextSection => line !== undefined);
  const shown = newest(lines);
  const hidden = lines.length - shown.length;
  const day = isOneDay ? ` · ${[...days].join('')}` : '';
  const title = `History of case ${investigation.number}`;
  return {
    text: title,
    blocks: [
      richText(section(bold(title), words(`${day} · ${counted(investigation.questions, 'question')} · times in UTC`))),
      bullets(shown),
      ...(hidden > 0 ? [contextLine(`${hidden} earlier deeds are not shown; the thread has their answers.`)] : []),
    ],
  };
}

/** The last lines that one message can hold. */
function newest(lines: readonly RichTextSection[]): RichTextSection[] {
  let room = MAX_MESSAGE_CHARACTERS - OTHER_CHARACTERS;
  const last = lines.slice(-MAX_ENTRIES).reverse();
  const fitting = last.filter((line) => {
    room -= charactersIn(line);
    return room >= 0;
  });
  return fitting.reverse();
}

interface Context {
  readonly log: readonly LogEntry[];
  readonly runs: ReadonlyMap<string, Run>;
  readonly catalogue: Catalogue;
  readonly isOneDay: boolean;
}

/** A question and its outcome are one line, where the question was asked. */
function lineOf(entry: LogEntry, context: Context): RichTextSection | undefined {
  const start = [words(`${timeOf(entry.at, context)}  `), person(entry.by), words('  ')];
  switch (entry.type) {
    case 'opened':
      return section(...start, words('opened the case'));
    case 'suspect_chosen':
      return section(...start, words('chose '), subject(entry.suspect), words(' as the suspect'));
    case 'window_set':
      return section(...start, words('set the window to '), logCode(entry.window, 60));
    case 'budget_set':
      return section(...start, words(`allowed the case to cost $${entry.budgetUsd.toFixed(2)}`));
    case 'shown':
      return section(...start, words(lookedAt(entry, context)));
    case 'asked':
      return section(...start, ...question(entry, context), ...outcome(entry, context), ...linkTo(entry, context));
    case 'answered':
    case 'failed':
      return undefined;
  }
}

const timeOf = (at: string, { isOneDay }: Pick<Context, 'isOneDay'>): string =>
  isOneDay ? at.slice(11, 16) : at.slice(0, 16).replace('T', ' ');

const subject = (about: Subject): RichTextElement => logCode(shortSubject(about), 120);

function question({ runId, detection, about, window }: Asked, { catalogue, runs }: Context): RichTextElement[] {
  const asked = catalogue.detections.get(detection);
  const table = asked?.tables.find(({ name }) => name === runs.get(runId)?.view);
  return [
    bold(table?.title ?? asked?.title ?? detection),
    ...(about ? [words(' · '), subject(about)] : []),
    words(` · ${briefWindow(window)}`),
  ];
}

function lookedAt({ runId, table }: Shown, context: Context): string {
  const { runs, catalogue, log } = context;
  const run = runs.get(runId);
  const title =
    catalogue.detections.get(run?.detection ?? '')?.tables.find(({ name }) => name === table)?.title ?? table;
  const answeredAt = run?.answeredAt ?? log.find((entry) => entry.type === 'answered' && entry.runId === runId)?.at;
  return answeredAt === undefined
    ? `looked at ${title}`
    : `looked at ${title} (answer of ${timeOf(answeredAt, context)})`;
}

function outcome({ runId }: Asked, { log }: Context): RichTextElement[] {
  const end = log.find((entry) => (entry.type === 'answered' || entry.type === 'failed') && entry.runId === runId);
  if (end?.type === 'answered') {
    return [words(' → '), logText(end.finding, 200), words(` (${bytesText(end.scannedBytes)})`)];
  }
  if (end?.type === 'failed') return [words(' → no answer: '), logText(end.reason, 150)];
  return [words(' → still running')];
}

function linkTo({ runId }: Asked, { runs }: Context): RichTextElement[] {
  const permalink = runs.get(runId)?.permalink;
  return permalink === undefined ? [] : [words(' '), link(permalink, '→ answer')];
}
