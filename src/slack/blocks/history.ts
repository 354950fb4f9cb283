import type { RichTextElement, RichTextSection } from '@slack/types';
import type { Catalogue } from '../../detections/catalogue.js';
import { shortIdentity } from '../../detections/identity.js';
import type { Asked, LogEntry } from '../../investigation/case.js';
import type { History } from '../../investigation/investigation.js';
import type { Run } from '../../investigation/run.js';
import { briefWindow } from '../../investigation/window.js';
import type { Rendered } from './answer.js';
import { bold, contextLine, link, logCode, logText, person, richText, section, words } from './rich-text.js';
import { bytesText, counted } from './text.js';

/** Entries that one message shows: each has a sentence, and Slack counts about 13,000 characters in all blocks. */
const MAX_ENTRIES = 40;

/** Who asked what, about whom, when, and what came out: one line a deed, oldest first, each with a link to its answer. */
export function historyMessage({ investigation, log, runs }: History, catalogue: Catalogue): Rendered {
  const days = new Set(log.map(({ at }) => at.slice(0, 10)));
  const isOneDay = days.size === 1;
  const lines = log
    .map((entry) => lineOf(entry, { log, runs, catalogue, isOneDay }))
    .filter((line): line is RichTextSection => line !== undefined);
  const shown = lines.slice(-MAX_ENTRIES);
  const hidden = lines.length - shown.length;
  const day = isOneDay ? ` · ${[...days].join('')}` : '';
  const title = `History of case ${investigation.number}`;
  return {
    text: title,
    blocks: [
      richText(section(bold(title), words(`${day} · ${counted(investigation.questions, 'question')} · times in UTC`))),
      richText({ type: 'rich_text_list', style: 'bullet', elements: shown }),
      ...(hidden > 0 ? [contextLine(`${hidden} earlier deeds are not shown; the thread has their answers.`)] : []),
    ],
  };
}

interface Context {
  readonly log: readonly LogEntry[];
  readonly runs: ReadonlyMap<string, Run>;
  readonly catalogue: Catalogue;
  readonly isOneDay: boolean;
}

/** A question and its outcome are one line, where the question was asked. */
function lineOf(entry: LogEntry, context: Context): RichTextSection | undefined {
  const time = context.isOneDay ? entry.at.slice(11, 16) : entry.at.slice(0, 16).replace('T', ' ');
  const start = [words(`${time}  `), person(entry.by), words('  ')];
  switch (entry.type) {
    case 'opened':
      return section(...start, words('opened the case'));
    case 'suspect_chosen':
      return section(...start, words('chose '), logCode(shortIdentity(entry.suspect)), words(' as the suspect'));
    case 'asked':
      return section(...start, ...question(entry, context), ...outcome(entry, context), ...linkTo(entry, context));
    case 'answered':
    case 'failed':
      return undefined;
  }
}

function question({ detection, suspect, from, to, at }: Asked, { catalogue }: Context): RichTextElement[] {
  return [
    bold(catalogue.get(detection)?.title ?? detection),
    ...(suspect === undefined ? [] : [words(' · '), logCode(shortIdentity(suspect))]),
    words(` · ${briefWindow({ from, to }, at)}`),
  ];
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
