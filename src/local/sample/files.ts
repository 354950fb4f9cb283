import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { ALPHABETS, type Dice } from './prng.js';
import type { CloudTrailRecord } from './records.js';

/** One log file as S3 delivers it. */
export interface LogFile {
  /** Below the bucket: `AWSLogs/<account>/CloudTrail/<region>/<yyyy>/<mm>/<dd>/<name>.json.gz`. */
  readonly path: string;
  readonly records: readonly CloudTrailRecord[];
}

const compress = promisify(gzip);
const MINUTE_MS = 60_000;
/** CloudTrail delivers every few minutes; here one file has some hours, so that there are hundreds and not thousands. */
const PERIOD_MS = 3 * 60 * MINUTE_MS;
/** Periods end at ten to: what happens in the last minutes of a day is delivered on the next, as in real logs. */
const PERIOD_ENDS_BEFORE_HOUR_MS = 10 * MINUTE_MS;
/** Level 1 is four times as fast as the default, and a newcomer waits for it. */
const GZIP_LEVEL = 1;
const WRITES_AT_ONCE = 6;

/** The files in which these records arrive by `deliveredBy` (epoch milliseconds): by account, region and some hours. */
export function logFiles(records: readonly CloudTrailRecord[], deliveredBy: number, dice: Dice): readonly LogFile[] {
  const groups = new Map<string, { readonly end: number; readonly records: CloudTrailRecord[] }>();
  for (const record of records) {
    const end = periodEnd(Date.parse(record.eventTime));
    const key = `${record.recipientAccountId} ${record.awsRegion} ${end}`;
    const group = groups.get(key);
    if (group) group.records.push(record);
    else groups.set(key, { end, records: [record] });
  }
  return [...groups.values()].map((group) => {
    const delivered = Math.min(group.end + dice.between(5 * MINUTE_MS, 15 * MINUTE_MS), deliveredBy);
    return { path: pathOf(group.records, delivered, dice), records: group.records.sort(byTime) };
  });
}

function periodEnd(at: number): number {
  const periods = Math.floor((at + PERIOD_ENDS_BEFORE_HOUR_MS) / PERIOD_MS) + 1;
  return periods * PERIOD_MS - PERIOD_ENDS_BEFORE_HOUR_MS;
}

function byTime(a: CloudTrailRecord, b: CloudTrailRecord): number {
  if (a.eventTime === b.eventTime) return 0;
  return a.eventTime < b.eventTime ? -1 : 1;
}

function pathOf([first]: readonly CloudTrailRecord[], delivered: number, dice: Dice): string {
  if (first === undefined) throw new RangeError('a log file needs a record');
  const { recipientAccountId: account, awsRegion: region } = first;
  const [date = '', time = ''] = new Date(delivered).toISOString().split('T');
  const stamp = `${date.replaceAll('-', '')}T${time.slice(0, 5).replace(':', '')}Z`;
  const name = `${account}_CloudTrail_${region}_${stamp}_${dice.word(16, ALPHABETS.alphanumeric)}.json.gz`;
  return `AWSLogs/${account}/CloudTrail/${region}/${date.replaceAll('-', '/')}/${name}`;
}

/** Writes the files below `folder`, some at a time, telling after each how many there are. Returns the bytes written. */
export async function writeLogFiles(
  folder: string,
  files: readonly LogFile[],
  onWritten: (filesWritten: number) => void,
): Promise<number> {
  await Promise.all(
    [...new Set(files.map(({ path }) => dirname(path)))].map((path) => mkdir(join(folder, path), { recursive: true })),
  );
  const waiting = files.values();
  let bytes = 0;
  let written = 0;
  const work = async () => {
    for (const file of waiting) {
      const packed = await compress(JSON.stringify({ Records: file.records }), { level: GZIP_LEVEL });
      await writeFile(join(folder, file.path), packed);
      bytes += packed.length;
      written += 1;
      onWritten(written);
    }
  };
  await Promise.all(Array.from({ length: WRITES_AT_ONCE }, work));
  return bytes;
}
