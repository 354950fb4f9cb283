import type { AnyBlock } from '@slack/types';
import type { Detection, TableRows } from '../../detections/detection.js';
import { comparesRows, type Findings, notesOf, textOf } from '../../detections/sentence.js';
import { billedBytes, priceUsd } from '../../investigation/cost.js';
import type { Run } from '../../investigation/run.js';
import { describeWindow } from '../../investigation/window.js';
import { bytesText, counted, escaped, priceText } from '../../text.js';
import { contextLine, literalLine } from './rich-text.js';

/** Notes that one message shows; no built-in question has as many. */
const MAX_NOTES = 6;

/** What the numbers above leave out or set aside, one small line each. */
export function noteLines(findings: Findings): AnyBlock[] {
  const notes = notesOf(findings).map(textOf);
  const more = notes.length - MAX_NOTES;
  return [
    ...notes.slice(0, MAX_NOTES).map((note) => literalLine(note, 250)),
    ...(more > 0 ? [contextLine(`${counted(more, 'more note')} not shown.`)] : []),
  ];
}

/** A sentence that compares the rows of a table with each other speaks only of those that were read. */
export function comparedLines(detection: Detection, tables: readonly TableRows[]): AnyBlock[] {
  return tables
    .filter(({ name, rows, totalRows }) => rows.length < totalRows && comparesRows(detection, name))
    .map(({ name, rows, totalRows }) => {
      const title = detection.tables.find((table) => table.name === name)?.title ?? name;
      const first = rows.length.toLocaleString('en-US');
      return literalLine(
        `The sentence above compares the first ${first} of ${counted(totalRows, 'row')} of "${title}".`,
      );
    });
}

/** The parameters that were given. People type them, so they are text only. */
export function parameterLines({ parameters }: Run): AnyBlock[] {
  const given = Object.entries(parameters).map(([name, { text }]) => `${name}=${text}`);
  return given.length === 0 ? [] : [literalLine(`Asked with: ${given.join(' ')}`)];
}

/** What the question could not see. */
export const notSearchedLines = ({ notSearched }: Run): AnyBlock[] =>
  notSearched.length === 0 ? [] : [literalLine(`Not searched: ${notSearched.join('; ')}.`, 600)];

/** `1.2 GB · $0.006 · 4.1 s · authfail · 2026-11-23 10:41 → 2026-11-24 10:41 UTC · asked by @alice`. */
export const costLine = (run: Run): AnyBlock =>
  contextLine(
    [...[...costOf(run), run.detection, describeWindow(run.window)].map(escaped), `asked by <@${run.askedBy}>`].join(
      ' · ',
    ),
  );

/** What billed bytes cost: `$0.006`, or `$0` where nothing was billed. */
export const billText = (billed: number): string => (billed === 0 ? '$0' : priceText(priceUsd(billed)));

/** Athena bills what it scanned, unless the query failed by itself: then nothing counts as scanned. */
function costOf({ state, statistics }: Run): string[] {
  if (!statistics) return [];
  const { scannedBytes, totalMs } = statistics;
  const isFree = state === 'failed' && scannedBytes === 0;
  const price = isFree ? 'not billed' : priceText(priceUsd(billedBytes(scannedBytes)));
  return [bytesText(scannedBytes), price, `${(totalMs / 1000).toFixed(1)} s`];
}
