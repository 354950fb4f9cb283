import { REGIONS } from './regions.js';

/** What a CloudTrail table can see, as its definition says. Days are UTC, both ends inclusive: `2026-11-20`. */
export interface Coverage {
  /** First day that the table's projection lists (`2020-01-01`); undefined: not limited by the table. */
  readonly firstDay?: string;
  /** Last day; undefined: up to now, or not limited. */
  readonly lastDay?: string;
  /** Regions that the table lists; undefined: not limited by a list (or not known). */
  readonly regions?: readonly string[];
  readonly accounts?: readonly string[];
  /** Whether partitions are added by hand, so that days that nobody added are silently absent. */
  readonly isLoadedByHand: boolean;
}

/** Longer lists are shown by their first few and counted. */
const MAX_LISTED = 8;
const FIRST_FEW = 3;

/**
 * What a question over these days does not see and why, one short phrase each, for people, in plain text: `before 2025-11-01 (the
 * table's range of days begins there)`.
 *
 * @param days both inclusive, `2026-11-20`; undefined: no bound, all there is.
 */
export function notSearched(coverage: Coverage, days: { first: string; last: string } | undefined): readonly string[] {
  const { firstDay, lastDay, accounts = [] } = coverage;
  const unseen = regionsNotSearched(coverage);
  if (accounts.length === 1) unseen.push(`accounts other than ${accounts[0]} (the table reads one account)`);
  if (accounts.length > 1) {
    unseen.push(`accounts other than ${listed(accounts, '')} (the table lists ${accounts.length} accounts)`);
  }
  if (firstDay !== undefined && (days === undefined || days.first < firstDay)) {
    unseen.push(`before ${firstDay} (the table's range of days begins there)`);
  }
  if (lastDay !== undefined && (days === undefined || days.last > lastDay)) {
    unseen.push(`after ${lastDay} (the table's range of days ends there)`);
  }
  if (coverage.isLoadedByHand) unseen.push('days that nobody added as a partition');
  return unseen;
}

/**
 * AWS regions that the table's list lacks, in the order of `REGIONS`; [] when it has no list. Only partitions of which the table
 * lists at least one region count: an account in China has no logs of eu-west-1.
 */
export function missingRegions({ regions = [] }: Coverage): readonly string[] {
  return Object.values(REGIONS)
    .filter((ofPartition) => ofPartition.some((region) => regions.includes(region)))
    .flatMap((ofPartition) => ofPartition.filter((region) => !regions.includes(region)));
}

function regionsNotSearched(coverage: Coverage): string[] {
  const { regions = [] } = coverage;
  if (regions.length === 1) return [`regions other than ${regions[0]} (the table reads one region)`];
  const missing = missingRegions(coverage);
  return missing.length > 0 ? [`${listed(missing, ' regions')} (not in the table's region list)`] : [];
}

function listed(names: readonly string[], noun: string): string {
  if (names.length > MAX_LISTED) {
    return `${names.slice(0, FIRST_FEW).join(', ')} and ${names.length - FIRST_FEW} more${noun}`;
  }
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names.join();
}
