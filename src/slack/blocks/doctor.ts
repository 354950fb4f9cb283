import type { RichTextElement, RichTextSection } from '@slack/types';
import { SUMMARY, type TableRows } from '../../detections/detection.js';
import { readable } from '../../detections/readable.js';
import { billedBytes, priceUsd } from '../../investigation/cost.js';
import type { DoctorReport, Measured } from '../../investigation/doctor.js';
import type { TableInspection } from '../../investigation/ports.js';
import { ageText, bytesText, counted, priceText } from '../../text.js';
import type { Rendered } from './message.js';
import { bold, bullets, logText, richText, section, words } from './rich-text.js';

/** Names in one line; more are counted. */
const MAX_NAMES = 40;
/** More of them make a list that nobody reads. */
const MAX_REGIONS = 15;

/** What the bot can see of CloudTrail, what it cannot, and what an everyday question costs: on one screen. */
export function doctorMessage({ inspection, notSearched, measured, at }: DoctorReport): Rendered {
  const table = `${inspection.catalog}.${inspection.database}.${inspection.table}`;
  const unseen =
    notSearched.length === 0 ? [] : [fact('A question over the last 24 h does not see', `${notSearched.join('; ')}.`)];
  return {
    text: 'What ir-bot can see of CloudTrail',
    blocks: [
      richText(section(bold('The table  '), logText(table))),
      bullets([...tableFacts(inspection), ...unseen]),
      richText(section(bold('The last 24 hours'))),
      bullets(measured ? measuredFacts(measured, at) : [NOT_MEASURED]),
    ],
  };
}

/** Names come from the table's definition, values from the logs: neither is more than text. */
const fact = (name: string, text: string): RichTextSection => section(logText(`${name}: `, 120), logText(text, 900));
const warning = (...elements: RichTextElement[]): RichTextSection => section(words('⚠️ '), ...elements);

const NOT_MEASURED = section(
  words('Not measured: the table cannot be read in part, so even a question over 24 h reads, and costs, all of it.'),
);

function tableFacts(inspection: TableInspection): RichTextSection[] {
  const { layout, partitionKeys, missingColumns, firstDay, lastDay, regions, accounts, missingRegions } = inspection;
  const days = [firstDay && `from ${firstDay}`, lastDay && `to ${lastDay}`].filter(Boolean).join(' ');
  return [
    fact('Layout', layout),
    fact('Partition keys', partitionKeys.join(', ') || 'none'),
    missingColumns.length === 0
      ? fact('Columns', 'all that questions make use of')
      : fact('Columns that it lacks, so that questions do without', missingColumns.join(', ')),
    fact('Days', days || 'not limited by the table'),
    fact('Regions', regionsText(regions, missingRegions)),
    ...(missingRegions.length > 0
      ? [
          warning(
            bold(`${counted(missingRegions.length, 'region')} of AWS not on its list, and never seen: `),
            logText(listed(missingRegions), 900),
          ),
        ]
      : []),
    fact('Accounts', accounts ? `${accounts.length} listed: ${listed(accounts)}` : 'not limited by a list'),
    ...(inspection.isLoadedByHand
      ? [warning(words('Partitions are added by hand: a day that nobody added is missing, and no answer can tell.'))]
      : []),
    capFact(inspection),
  ];
}

/** A complete list says nothing by its names. */
function regionsText(regions: readonly string[] | undefined, missing: readonly string[]): string {
  if (!regions) return 'not limited by a list';
  const names = regions.length > MAX_REGIONS && missing.length === 0 ? 'all of AWS are among them' : listed(regions);
  return `${regions.length} listed: ${names}`;
}

function capFact({ workgroup, scanCapBytes }: TableInspection): RichTextSection {
  return scanCapBytes === undefined
    ? warning(logText(`Workgroup ${workgroup}: no cap on what a query may scan. Set BytesScannedCutoffPerQuery on it.`))
    : fact(`Workgroup ${workgroup}`, `stops a query at ${bytesText(scanCapBytes)}`);
}

function measuredFacts({ detection, answer, statistics }: Measured, at: Date): RichTextSection[] {
  const { scannedBytes, totalMs } = statistics;
  const price = priceText(priceUsd(billedBytes(scannedBytes)));
  const cost = fact(
    'Such a question reads',
    `${bytesText(scannedBytes)}, costs ${price}, takes ${(totalMs / 1000).toFixed(1)} s`,
  );
  const columns = detection.tables.find(({ name }) => name === SUMMARY)?.columns ?? [];
  const row = rowsOf(SUMMARY, answer.tables)[0] ?? [];
  const summarized = (column: string) => row[columns.findIndex(({ name }) => name === column)] ?? null;
  const events = Number(summarized('total') ?? 0);
  const newest = summarized('newest');
  if (events === 0) {
    return [
      warning(words('No event in the last 24 h: either nothing is logged, or it is not delivered to this table.')),
      cost,
    ];
  }
  const ageMs = at.getTime() - Date.parse(newest ?? '');
  const age = Number.isNaN(ageMs) ? '' : `, ${ageText(Math.max(0, ageMs))} ago: newer ones are not delivered yet`;
  return [
    fact('Events', events.toLocaleString('en-US')),
    fact('Newest event', `${newest === null ? 'without a time' : `${readable(newest, 'time')} UTC`}${age}`),
    dataEventsFact(Number(summarized('data_events') ?? 0)),
    seenFact('Regions', rowsOf('regions', answer.tables)),
    seenFact('Accounts', rowsOf('accounts', answer.tables)),
    cost,
  ];
}

const dataEventsFact = (dataEvents: number): RichTextSection =>
  dataEvents > 0
    ? fact('Data events', dataEvents.toLocaleString('en-US'))
    : warning(
        words('No data event in 24 h: reading of S3 objects is probably not logged, so "no GetObject" proves nothing.'),
      );

/** The first column of these tables is what is counted. */
const seenFact = (name: string, rows: TableRows['rows']): RichTextSection =>
  fact(`${name} seen`, `${rows.length}: ${listed(rows.map(([value]) => value ?? 'unknown'))}`);

const rowsOf = (table: string, tables: readonly TableRows[]): TableRows['rows'] =>
  tables.find(({ name }) => name === table)?.rows ?? [];

const listed = (names: readonly string[]): string =>
  names.length > MAX_NAMES
    ? `${names.slice(0, MAX_NAMES).join(', ')} and ${names.length - MAX_NAMES} more`
    : names.join(', ');
