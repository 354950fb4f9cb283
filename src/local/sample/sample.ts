import { ordinaryLife } from './background.js';
import { logFiles, writeLogFiles } from './files.js';
import { eventTimeOf } from './identities.js';
import { type Findings, incident } from './incident.js';
import { createDice } from './prng.js';
import type { CloudTrailRecord } from './records.js';

/** What was written, and what an investigation of it should find. */
export interface SampleSummary extends Findings {
  readonly events: number;
  readonly files: number;
  /** Compressed, as on disk. */
  readonly bytes: number;
  /** The first and the last event, both included: `2026-11-24T05:55:00Z`. */
  readonly from: string;
  readonly to: string;
  readonly denials: Denials;
}

/** Calls in the last 24 hours before `now` that failed with one of the notebook's four codes. */
export interface Denials {
  /** By ARN, of those whose ARN has `iam` in it: what the notebook's own filter shows. */
  readonly byArn: Readonly<Record<string, number>>;
  /** By ARN, of those that this filter passes over: role sessions. */
  readonly byOtherArn: Readonly<Record<string, number>>;
  /** By callers without an ARN: AWS services. */
  readonly withoutArn: number;
}

/** How far the writing is. */
export interface SampleProgress {
  readonly filesWritten: number;
  readonly files: number;
}

/** When the sample ends, and which of its variants it is. */
export interface SampleOptions {
  readonly now: Date;
  /** The same time and seed give the same sample. */
  readonly seed?: number;
  readonly onProgress?: (progress: SampleProgress) => void;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const DAYS = 7;
/** The newest events are always some minutes old: they have to be delivered first. */
const DELIVERY_LAG_MS = 5 * MINUTE_MS;
const DEFAULT_SEED = 42;
const NOTEBOOK_CODES: ReadonlySet<string | undefined> = new Set([
  'Client.UnauthorizedOperation',
  'Client.InvalidPermission.NotFound',
  'Client.OperationNotPermitted',
  'AccessDenied',
]);

/**
 * Writes a week of CloudTrail logs into `folder`, in the layout in which S3 holds them: two accounts, three regions, some
 * 50,000 ordinary events up to `now`, and one incident of the last eight hours. `folder` should be empty: what is there stays.
 */
export async function writeSample(
  folder: string,
  { now, seed = DEFAULT_SEED, onProgress }: SampleOptions,
): Promise<SampleSummary> {
  const end = now.getTime() - DELIVERY_LAG_MS;
  const dice = createDice(seed);
  const { records: traces, findings } = incident(now.getTime(), dice.fork('incident'));
  const records = [...ordinaryLife({ from: end - DAYS * DAY_MS, to: end }, dice.fork('life')), ...traces];
  const files = logFiles(records, now.getTime(), dice.fork('files'));
  const bytes = await writeLogFiles(folder, files, (filesWritten) =>
    onProgress?.({ filesWritten, files: files.length }),
  );
  return {
    ...findings,
    ...extent(records),
    events: records.length,
    files: files.length,
    bytes,
    denials: denialsOf(records, now),
  };
}

function extent(records: readonly CloudTrailRecord[]): Pick<SampleSummary, 'from' | 'to'> {
  let [from, to] = ['~', ''];
  for (const { eventTime } of records) {
    if (eventTime < from) from = eventTime;
    if (eventTime > to) to = eventTime;
  }
  return { from, to };
}

function denialsOf(records: readonly CloudTrailRecord[], now: Date): Denials {
  const since = eventTimeOf(now.getTime() - DAY_MS);
  const denied = records.filter(({ errorCode, eventTime }) => NOTEBOOK_CODES.has(errorCode) && eventTime >= since);
  const arns = denied.flatMap(({ userIdentity }) => userIdentity.arn ?? []);
  return {
    byArn: countsOf(arns.filter((arn) => arn.includes('iam'))),
    byOtherArn: countsOf(arns.filter((arn) => !arn.includes('iam'))),
    withoutArn: denied.length - arns.length,
  };
}

function countsOf(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
