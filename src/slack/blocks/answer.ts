import type { AnyBlock, RichTextElement } from '@slack/types';
import { type Detection, isEmpty, shownTables } from '../../detections/detection.js';
import { type Findings, type Piece, sentenceOf, textOf } from '../../detections/sentence.js';
import type { Answer, Run } from '../../investigation/run.js';
import { describeWindow } from '../../investigation/window.js';
import { shortened } from '../../text.js';
import { answerButtons } from './answer-buttons.js';
import { activityChart } from './chart.js';
import { MAX_MESSAGE_CHARACTERS } from './limits.js';
import { charactersIn, notification, type Rendered } from './message.js';
import { bold, logCode, richText, section, words } from './rich-text.js';
import { comparedLines, costLine, noteLines, notSearchedLines, parameterLines } from './small-print.js';
import { aboutWords } from './subject-words.js';
import { TABLE_STYLES, type TableStyle } from './table.js';
import { type AnswerTable, answerTable, tablePart } from './table-part.js';

export type { Rendered } from './message.js';

const MAX_SENTENCE = 1_500;

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
