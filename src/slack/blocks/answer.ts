import type { AnyBlock, RichTextElement } from '@slack/types';
import { type Detection, isEmpty, shownTables } from '../../detections/detection.js';
import { type Findings, type Piece, sentenceOf, textOf } from '../../detections/sentence.js';
import { type Subject, shortSubject } from '../../detections/subject.js';
import type { Answer, Run } from '../../investigation/run.js';
import { describeWindow } from '../../investigation/window.js';
import { escaped, shortened, visible } from '../../text.js';
import { answerButtons } from './answer-buttons.js';
import { activityChart } from './chart.js';
import { MAX_MESSAGE_CHARACTERS } from './limits.js';
import { charactersIn, type Rendered } from './message.js';
import { bold, logCode, logText, person, richText, section, words } from './rich-text.js';
import { comparedLines, costLine, noteLines, notSearchedLines, parameterLines } from './small-print.js';
import { TABLE_STYLES, type TableStyle } from './table.js';
import { type AnswerTable, answerTable, tablePart } from './table-part.js';

export type { Rendered } from './message.js';

const MAX_SENTENCE = 1_500;
const MAX_NOTIFICATION = 500;

/** The message of a question that is being asked. */
export function runningMessage(run: Run, detection: Detection): Rendered {
  const line = section(
    words('⏳ '),
    bold(detection.title),
    ...aboutWords(run.about),
    words(`, ${describeWindow(run.window)}: reading CloudTrail for `),
    person(run.askedBy),
    words(' …'),
  );
  return { text: `${detection.title}: reading CloudTrail …`, blocks: [richText(line)] };
}

/** The message of a question that got no answer, with the way out. */
export function failedMessage(run: Run, detection: Detection): Rendered {
  const reason = run.reason ?? 'No reason is known.';
  const line = section(
    words('⚠️ '),
    bold(detection.title),
    ...aboutWords(run.about),
    words(': '),
    logText(reason, MAX_SENTENCE),
  );
  return {
    text: notification(`${detection.title}: ${reason}`),
    blocks: [richText(line), ...parameterLines(run), costLine(run)],
  };
}

/**
 * The forms of an answer, best first: each next one is for a workspace that refuses the one before. A sentence, one of its
 * tables, the picture, what is not shown and not searched, what it cost, and what can be done next.
 */
export function answerForms(run: Run, answer: Answer, detection: Detection): readonly Rendered[] {
  const findings: Findings = { detection, tables: answer.tables, about: run.about };
  if (isEmpty(detection, answer.tables)) return [emptyAnswer(run, findings)];
  const pieces = sentenceOf(findings);
  const text = notification(textOf(pieces));
  const sentence = richText(section(...sentenceElements(pieces)));
  const shown = shownTable(run, answer, detection);
  const smallPrint = [
    ...noteLines(findings),
    ...comparedLines(detection, answer.tables),
    ...parameterLines(run),
    ...notSearchedLines(run),
    costLine(run),
  ];
  const buttons = answerButtons(run, answer, detection, shown);
  const room = MAX_MESSAGE_CHARACTERS - charactersIn([sentence, ...smallPrint, ...buttons]);
  const form = (style: TableStyle, charts: readonly AnyBlock[]): Rendered => {
    const { table, notShown } = tablePart(shown, style, room);
    return { text, blocks: [sentence, ...table, ...charts, ...notShown, ...smallPrint, ...buttons] };
  };
  const chart = activityChart(detection, answer, run.window);
  return [...(chart ? [form('data_table', [chart])] : []), ...TABLE_STYLES.map((style) => form(style, []))];
}

/** The table that was asked for, else the first that has rows. */
function shownTable({ view }: Run, answer: Answer, detection: Detection): AnswerTable {
  const tables = shownTables(detection).map((table) => answerTable(table, answer));
  const shown = tables.find(({ table }) => table.name === view) ?? tables.find(({ rows }) => rows.length > 0);
  if (!shown) throw new Error(`the answer to "${detection.id}" has no table to show`);
  return shown;
}

function emptyAnswer(run: Run, findings: Findings): Rendered {
  const { title } = findings.detection;
  const line = section(
    bold(title),
    words(`: no matching events in ${describeWindow(run.window)}`),
    ...aboutWords(run.about),
    words('.'),
  );
  return {
    text: `${title}: no matching events.`,
    blocks: [richText(line), ...noteLines(findings), ...parameterLines(run), ...notSearchedLines(run), costLine(run)],
  };
}

function sentenceElements(pieces: readonly Piece[]): RichTextElement[] {
  let left = MAX_SENTENCE;
  return pieces.flatMap(({ text, isLogData }) => {
    const element = isLogData
      ? logCode(text, Math.min(120, Math.max(1, left)))
      : words(shortened(text, Math.max(1, left)));
    const characters = charactersIn(element);
    if (left <= 0 || characters === 0) return [];
    left -= characters;
    return [element];
  });
}

/** ` about user/alice`, where it is about somebody. */
export const aboutWords = (about: Subject | undefined): RichTextElement[] =>
  about ? [words(' about '), logCode(shortSubject(about), 120)] : [];

const notification = (text: string): string => escaped(shortened(visible(text), MAX_NOTIFICATION));
