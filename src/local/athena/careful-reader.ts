import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { messageOf } from '../../errors.js';

/** What one file holds. A file that cannot be read as a whole has no records and one complaint. */
export interface CarefulReading {
  readonly records: readonly object[];
  /** Why entries, or the whole file, were left out. For people; without the file's name. */
  readonly complaint?: string;
}

const GZIP_MAGIC = [0x1f, 0x8b];
const unzip = promisify(gunzip);

/**
 * Reads one CloudTrail file of any state, entry by entry: slower than DuckDB, but a gzip is told by its content, check sums
 * are checked, and odd entries do not take the others with them. Never throws.
 */
export async function readCarefully(path: string): Promise<CarefulReading> {
  let document: unknown;
  try {
    const bytes = await readFile(path);
    const isGzip = GZIP_MAGIC.every((byte, index) => bytes[index] === byte);
    const content = (isGzip ? await unzip(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, '');
    if (content.trim() === '') return skipped('it is empty');
    document = JSON.parse(content);
  } catch (cause) {
    return skipped(
      cause instanceof SyntaxError ? 'it is not JSON, or cut off' : `it cannot be read (${messageOf(cause)})`,
    );
  }
  return recordsOf(document);
}

function recordsOf(document: unknown): CarefulReading {
  if (Array.isArray(document)) return onlyRecords(document);
  if (typeof document !== 'object' || document === null) return skipped('it is not a CloudTrail file');
  if ('digestS3Object' in document) return skipped('it is a digest, which holds no events');
  if (!('Records' in document)) return skipped('it has no "Records"');
  if (document.Records === null) return { records: [] };
  if (!Array.isArray(document.Records)) return skipped('its "Records" is not a list');
  return onlyRecords(document.Records);
}

function onlyRecords(entries: readonly unknown[]): CarefulReading {
  const records = entries.filter(isRecord);
  const dropped = entries.length - records.length;
  if (dropped === 0) return { records };
  return { records, complaint: `skipped ${dropped} of its ${entries.length} entries: not CloudTrail records` };
}

const isRecord = (entry: unknown): entry is object =>
  typeof entry === 'object' && entry !== null && !Array.isArray(entry) && Object.keys(entry).length > 0;

const skipped = (why: string): CarefulReading => ({ records: [], complaint: `skipped: ${why}` });
