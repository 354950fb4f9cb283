import type { AnyBlock } from '@slack/types';
import type { Detection, Value } from '../../detections/detection.js';
import { comparesRows, type Piece, sentenceOf } from '../../detections/sentence.js';
import { priceUsd } from '../../investigation/cost.js';
import type { Answer, Run } from '../../investigation/run.js';
import { describeWindow } from '../../investigation/window.js';
import { ACTIONS, pickValue } from './button-value.js';
import { identityLabels } from './cells.js';
import { MAX_BUTTON_TEXT, MAX_OPTION_TEXT, MAX_OPTIONS } from './limits.js';
import { bold, contextLine, logCode, person, richText, section, words } from './rich-text.js';
import { type TableStyle, tableBlock } from './table.js';
import { bytesText, counted, escaped, priceText, shortened, visible } from './text.js';

/** Identities that get a button of their own; the others are in a menu. */
const MAX_BUTTONS = 5;

/** A message: its blocks, and the plain text that stands for it in notifications. */
export interface Rendered {
  readonly text: string;
  readonly blocks: AnyBlock[];
}

/** The message of a question that is being asked. */
export function runningMessage(run: Run, detection: Detection): Rendered {
  const line = section(
    words('⏳ '),
    bold(detection.title),
    words(`, ${describeWindow(run.window)}: reading CloudTrail for `),
    person(run.askedBy),
    words(' …'),
  );
  return { text: `${detection.title}: reading CloudTrail …`, blocks: [richText(line)] };
}

/** The message of a question that got no answer, with the way out. */
export function failedMessage(run: Run, detection: Detection): Rendered {
  const reason = run.reason ?? 'No reason is known.';
  const line = section(words('⚠️ '), bold(detection.title), words(': '), words(shortened(visible(reason), 1_500)));
  return {
    text: escaped(shortened(`${detection.title}: ${reason}`, 500)),
    blocks: [richText(line), costLine(run)],
  };
}

/** An answer: a sentence, the table, what is not shown, what it cost, and the identities to click on. */
export function answerMessage(run: Run, answer: Answer, detection: Detection, style: TableStyle): Rendered {
  const { rows } = answer;
  if (rows.length === 0) {
    const sentence = `${detection.title}: no matching events.`;
    const line = section(
      bold(detection.title),
      words(': no matching events '),
      ...subjectOf(run),
      words(`in ${describeWindow(run.window)}.`),
    );
    return { text: sentence, blocks: [richText(line), costLine(run)] };
  }
  const labels = identityLabels(detection.columns, rows);
  const pieces = sentenceOf({ detection, ...answer, suspect: run.suspect });
  const table = tableBlock({ caption: detection.title, columns: detection.columns, rows, labels }, style);
  return {
    text: escaped(shortened(visible(pieces.map(({ text }) => text).join('')), 500)),
    blocks: [
      richText(section(...pieces.map(pieceElement))),
      table.block,
      ...notes(answer, table.shown, detection),
      costLine(run),
      ...identityButtons(run, rows, detection, labels),
    ],
  };
}

const pieceElement = ({ text, isLogData }: Piece) => (isLogData ? logCode(text, 120) : words(text));

const subjectOf = ({ suspect }: Run) => (suspect === undefined ? [] : [words('by '), logCode(suspect), words(' ')]);

/** What is not shown, and why. */
function notes({ rows, totalRows }: Answer, shown: number, detection: Detection): AnyBlock[] {
  if (shown === totalRows) return [];
  const compared =
    rows.length < totalRows && comparesRows(detection)
      ? ` The sentence above compares the first ${counted(rows.length, 'row')}.`
      : '';
  const first = shown.toLocaleString('en-US');
  return [
    contextLine(
      `Shown: the first ${first} of ${counted(totalRows, 'row')}.${compared} A shorter window shows the others.`,
    ),
  ];
}

function costLine({ statistics, detection, window, askedBy }: Run): AnyBlock {
  const cost = statistics
    ? `${bytesText(statistics.scannedBytes)} · ${priceText(priceUsd(statistics.scannedBytes))} · ${(statistics.totalMs / 1000).toFixed(1)} s · `
    : '';
  return contextLine(`${cost}${detection} · ${describeWindow(window)} · asked by <@${askedBy}>`);
}

/** The distinct identities of an answer, those with the most rows first, as buttons; beyond five, in a menu. */
function identityButtons(
  { caseId, id: runId }: Run,
  rows: readonly (readonly Value[])[],
  { columns }: Detection,
  labels: ReadonlyMap<Value, string>,
): AnyBlock[] {
  const choices = identityChoices(
    rows,
    columns.findIndex(({ kind }) => kind === 'identity'),
  ).map(({ arn, row }) => ({
    label: visible(labels.get(arn) ?? arn),
    value: pickValue({ caseId, runId, row }),
  }));
  if (choices.length === 0) return [];
  const plain = (text: string) => ({ type: 'plain_text' as const, text, emoji: false });
  const buttons = choices.slice(0, MAX_BUTTONS).map(({ label, value }, at) => ({
    type: 'button' as const,
    action_id: `${ACTIONS.pickSuspect}:${at}`,
    text: plain(shortened(label, MAX_BUTTON_TEXT)),
    value,
    accessibility_label: shortened(`Investigate ${label}`, MAX_BUTTON_TEXT),
  }));
  const others = choices.slice(MAX_BUTTONS, MAX_BUTTONS + MAX_OPTIONS);
  const menu = {
    type: 'static_select' as const,
    action_id: `${ACTIONS.pickSuspect}:more`,
    placeholder: plain(`${choices.length - MAX_BUTTONS} more`),
    options: others.map(({ label, value }) => ({ text: plain(shortened(label, MAX_OPTION_TEXT)), value })),
  };
  return [{ type: 'actions', elements: others.length > 0 ? [...buttons, menu] : buttons }];
}

function identityChoices(rows: readonly (readonly Value[])[], at: number): { arn: string; row: number }[] {
  const found = new Map<string, { arn: string; row: number; count: number }>();
  rows.forEach((cells, row) => {
    const arn = cells[at];
    if (arn) found.set(arn, { arn, row: found.get(arn)?.row ?? row, count: (found.get(arn)?.count ?? 0) + 1 });
  });
  return [...found.values()].sort((a, b) => b.count - a.count);
}
