import { readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { messageOf, UserFacingError } from '../../errors.js';
import type { Partition, SourceFile } from './log-engine.js';

/** Days as the paths have them, `2026/11/24`; both are included. */
export interface DayRange {
  readonly first: string;
  readonly last: string;
}

const EVENT_FILE = /\.json(\.gz)?$/i;
/** Digests and Insights are delivered beside the events, under prefixes of their own. */
const OTHER_PREFIX = /[/\\]CloudTrail-[A-Za-z]+[/\\]/;
/** The end of every key that CloudTrail writes: account, `CloudTrail`, region, day, file. What stands before, such as an organization, varies. */
const DELIVERED = /(\d{12})\/CloudTrail\/([^/]+)\/(\d{4}\/\d{2}\/\d{2})\/[^/]+$/;
/** Enough that looking at thousands of files is not a wait for each. */
const STATS_AT_ONCE = 64;

type Warn = (path: string, why: string) => void;

/**
 * The files below a folder that may hold events, in the order of their paths; with `days`, of those that lie under a day only
 * these days'.
 *
 * @throws UserFacingError when there is no such folder.
 */
export async function findLogFiles(root: string, days: DayRange | undefined, warn: Warn): Promise<SourceFile[]> {
  if (!(await stat(root).catch(() => undefined))?.isDirectory()) {
    throw new UserFacingError(
      `"${root}" is not a folder. Give the folder that holds the CloudTrail files, such as AWSLogs.`,
    );
  }
  const found = (await pathsBelow(root, warn))
    .filter((path) => !OTHER_PREFIX.test(path.slice(root.length)))
    .sort()
    .map((path) => ({ path, partition: partitionOf(path) }))
    .filter(({ partition }) => isWithin(days, partition?.date));
  const files: SourceFile[] = [];
  for (let start = 0; start < found.length; start += STATS_AT_ONCE) {
    const some = found.slice(start, start + STATS_AT_ONCE);
    const stats = await Promise.allSettled(some.map(({ path }) => stat(path)));
    for (const [index, { path, partition }] of some.entries()) {
      const its = stats[index];
      if (its?.status === 'rejected') warn(path, `skipped: it cannot be read (${messageOf(its.reason)})`);
      else if (its?.value.isFile()) files.push({ path, bytes: its.value.size, partition });
    }
  }
  return files;
}

/** A loose file does not say which days it has. */
const isWithin = (days: DayRange | undefined, date: string | null | undefined): boolean =>
  days === undefined || date == null || (date >= days.first && date <= days.last);

async function pathsBelow(folder: string, warn: Warn): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    warn(folder, `skipped: it cannot be read (${messageOf(cause)})`);
    return [];
  });
  const paths: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      for (const below of await pathsBelow(path, warn)) paths.push(below);
    } else if (EVENT_FILE.test(entry.name)) paths.push(path);
  }
  return paths;
}

function partitionOf(path: string): Partition | undefined {
  const [, account, region, date] = DELIVERED.exec(path.split(sep).join('/')) ?? [];
  return account && region && date ? { account, region, date } : undefined;
}
