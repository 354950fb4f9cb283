import type { RichTextElement, RichTextSection } from '@slack/types';
import type { Catalogue } from '../../detections/catalogue.js';
import { shortIdentity } from '../../detections/identity.js';
import type { Asked, LogEntry } from '../../investigation/case.js';
import type { History } from '../../investigation/investigation.js';
import type { Run } from '../../investigation/run.js';
import { describeWindow } from '../../investigation/window.js';
import type { Rendered } from './answer.js';
import { bold, contextLine, link, logCode, logText, person, richText, section, words } from './rich-text.js';
import { bytesText, counted, dateTimeText } from './text.js';

/** Entries that one message shows: each has a sentence, and Slack counts about 13,000 characters in all blocks. */
const MAX_ENTRIES = 40;

/** Who asked what, about whom, when, and what came out: one line a deed, oldest first, each with a link to its answer. */
export function historyMessage({ investigation, log, runs }: History, catalogue: Catalogue): Rendered {
  const lines = log
    .map((entry) => lineOf(entry, log, runs, catalogue))
    .filter((line): line is RichTextSection => line !== undefined);
  const shown = lines.slice(-MAX_ENTRIES);
  const hidden = lines.length - shown.length;
  const title = section(
    bold(`History of case ${investigation.number}`),
    words(` · ${counted(investigation.questions, 'question')}`),
  );
  return {
    text: `History of case ${investigation.number}`,
    blocks: [
      richText(title),
      richText({ type: 'rich_text_list', style: 'bullet', elements: shown }),
      ...(hidden > 0
        ? [
            contextLine(
              `${counted(hidden, 'earlier entry').replace('entrys', 'entries')} not shown; the thread has them all.`,
            ),
          ]
        : []),
    ],
  };
}

/** A question and its outcome are one line, where the question was asked. */
function lineOf(
  entry: LogEntry,
  log: readonly LogEntry[],
  runs: ReadonlyMap<string, Run>,
  catalogue: Catalogue,
): RichTextSection | undefined {
  const start = [words(`${dateTimeText(entry.at)}  `), person(entry.by), words('  ')];
  switch (entry.type) {
    case 'opened':
      return section(...start, words('opened the case'));
    case 'suspect_chosen':
      return section(...start, words('chose '), logCode(shortIdentity(entry.suspect)), words(' as the suspect'));
    case 'asked':
      return section(...start, ...question(entry, catalogue), ...outcome(entry, log), ...linkTo(runs.get(entry.runId)));
    case 'answered':
    case 'failed':
      return undefined;
  }
}

function question({ detection, suspect, from, to }: Asked, catalogue: Catalogue): RichTextElement[] {
  return [
    words('asked: '),
    bold(catalogue.get(detection)?.title ?? detection),
    ...(suspect === undefined ? [] : [words(' of '), logCode(shortIdentity(suspect))]),
    words(`, ${describeWindow({ from, to })}`),
  ];
}

function outcome({ runId }: Asked, log: readonly LogEntry[]): RichTextElement[] {
  const end = log.find((entry) => (entry.type === 'answered' || entry.type === 'failed') && entry.runId === runId);
  if (end?.type === 'answered')
    return [words(' → '), logText(end.finding, 200), words(` ${bytesText(end.scannedBytes)}`)];
  if (end?.type === 'failed') return [words(' → no answer: '), logText(end.reason, 150)];
  return [words(' → still running')];
}

const linkTo = (run: Run | undefined): RichTextElement[] =>
  run?.permalink === undefined ? [] : [words(' '), link(run.permalink, '→ answer')];
