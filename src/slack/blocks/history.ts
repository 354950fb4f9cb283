import type { RichTextElement, RichTextSection } from '@slack/types';
import type { Catalogue } from '../../detections/catalogue.js';
import type { Case } from '../../investigation/case.js';
import { type DeedLine, type DeedOutcome, type DeedPiece, deedLines } from '../../investigation/deeds.js';
import type { History } from '../../investigation/investigation.js';
import { bytesText, counted, shortened, visible } from '../../text.js';
import { MAX_MESSAGE_CHARACTERS } from './limits.js';
import { fitting, notification, type Rendered } from './message.js';
import { bold, bullets, contextLine, link, logCode, logText, person, richText, section, words } from './rich-text.js';
import { billText } from './small-print.js';

/** Deeds that one message shows at most: more are no overview. */
const MAX_ENTRIES = 40;
/** What the lines around the list need. */
const OTHER_CHARACTERS = 800;

/** Who asked what, about whom, when, and what came out: one line a deed, oldest first, each with a link to its answer. */
export function historyMessage(history: History, catalogue: Catalogue): Rendered {
  const { investigation } = history;
  const deeds = deedLines(history, catalogue);
  const days = new Set(deeds.map(({ at }) => at.slice(0, 10)));
  const lines = deeds.map((deed) => lineOf(deed, days.size === 1));
  const shown = newest(lines);
  const hidden = lines.length - shown.length;
  const title = `History of case ${investigation.number}`;
  return {
    text: notification(titled(title, investigation)),
    blocks: [
      richText(section(bold(titled(title, investigation)), ...summary(investigation, days))),
      ...(shown.length > 0 ? [bullets(shown)] : []),
      ...(hidden > 0
        ? [contextLine(`${counted(hidden, 'earlier deed')} not shown: /ir export has all in a file.`)]
        : []),
    ],
  };
}

const titled = (text: string, { title }: Case): string =>
  title === undefined ? text : `${text} · ${shortened(visible(title), 120)}`;

function summary({ status, questions, billedBytes, permalink }: Case, days: ReadonlySet<string>): RichTextElement[] {
  const facts = [
    status,
    ...(days.size === 1 ? days : []),
    counted(questions, 'question'),
    billText(billedBytes),
    'times in UTC',
  ];
  return [
    words(` · ${facts.join(' · ')}`),
    ...(permalink === undefined ? [] : [words(' · '), link(permalink, 'card')]),
  ];
}

/** The last lines that one message can hold. */
const newest = (lines: readonly RichTextSection[]): RichTextSection[] =>
  fitting(lines.slice(-MAX_ENTRIES).reverse(), MAX_MESSAGE_CHARACTERS - OTHER_CHARACTERS).reverse();

function lineOf({ by, at, type, says, outcome, permalink }: DeedLine, isOneDay: boolean): RichTextSection {
  const time = isOneDay ? at.slice(11, 16) : at.slice(0, 16).replace('T', ' ');
  const isTyped = type === 'opened' || type === 'noted' || type === 'closed';
  return section(
    words(`${time}  `),
    person(by),
    words('  '),
    ...says.flatMap((piece) => pieceElements(piece, isTyped)),
    ...(outcome ? outcomeElements(outcome) : []),
    ...(permalink === undefined ? [] : [words(' '), link(permalink, '→ answer')]),
  );
}

/** Sentences that people type are text; names and values out of logs are code. */
function pieceElements({ text, is }: DeedPiece, isTyped: boolean): RichTextElement[] {
  if (text === '') return [];
  if (is === 'quoted') return [isTyped ? logText(text, 300) : logCode(text, 120)];
  const shown = shortened(visible(text), 200);
  return [is === 'title' ? bold(shown) : words(shown)];
}

function outcomeElements({ state, finding, rows, scannedBytes, billedBytes }: DeedOutcome): RichTextElement[] {
  if (state === 'running') return [words(' → still running')];
  const cost = `${bytesText(scannedBytes)} · ${billText(billedBytes)}`;
  if (state === 'failed') return [words(' → no answer: '), logText(finding, 150), words(` (${cost})`)];
  return [words(' → '), logText(finding, 200), words(` (${counted(rows, 'row')} · ${cost})`)];
}
