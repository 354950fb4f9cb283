import type { Logger } from 'pino';
import { Unreadable } from '../errors.js';
import type { Case } from '../investigation/case.js';
import type { ItemTable, SortKeyRange } from './item-table.js';
import { caseField, casesItem, numberOfField, readItem } from './items.js';
import { type ItemKey, LAST, openCasesKey, personsCasesKey } from './keys.js';

/** Each is for 500 numbers, so these are 20,000 cases: few of them are open, so that many are looked past at once. */
const OPEN_ITEMS_A_CALL = 40;

/** One of the lists. */
export interface List {
  /** The item that a number is in. */
  readonly keyOf: (number: number) => ItemKey;
  /** How many items come in one call, where so many numbers are wanted. */
  readonly itemsFor: (count: number) => number;
}

/** The cases of a team that are open. */
export const openCases = (teamId: string): List => ({
  keyOf: (number) => openCasesKey(teamId, number),
  itemsFor: () => OPEN_ITEMS_A_CALL,
});

/** The cases of a team that a person is in. Each item has one at least, but for that in which a page begins. */
export const personsCases = (teamId: string, userId: string): List => ({
  keyOf: (number) => personsCasesKey(teamId, userId, number),
  itemsFor: (count) => count + 2,
});

/** Where in a list to read, from which number on and which way, and how many numbers are wanted. */
export interface ListRange {
  readonly list: List;
  /** Itself included. */
  readonly from: number;
  readonly way: 'older' | 'newer';
  readonly count: number;
}

/** Numbers of cases in the order in which they were read, and the one to go on from; absent where there are no more. */
export interface ListedNumbers {
  readonly numbers: readonly number[];
  readonly next: number | undefined;
}

/**
 * Which cases are open, and in which a person is, so that a list reads these only. A case is entered before its log says so, and
 * taken off the open ones after it: a list may name a case too many for a while, whose head tells, but none too few.
 */
export interface CaseLists {
  /** Enters that a case is open, for the first time (`reopenings`: 0) or again. */
  opened(of: Pick<Case, 'teamId' | 'number' | 'reopenings'>): Promise<void>;
  /** Takes a case off that was closed, unless it was opened again since. */
  closed(head: Pick<Case, 'teamId' | 'number' | 'reopenings'>): Promise<void>;
  joined(of: Pick<Case, 'teamId' | 'number'>, userId: string): Promise<void>;
}

/** Opens the lists of a state table for writing. */
export function caseLists(table: ItemTable): CaseLists {
  return {
    async opened({ teamId, number, reopenings }) {
      await table.raise(openCasesKey(teamId, number), caseField(number), reopenings);
    },
    async closed({ teamId, number, reopenings }) {
      await table.takeOff(openCasesKey(teamId, number), caseField(number), reopenings);
    },
    async joined({ teamId, number }, userId) {
      await table.raise(personsCasesKey(teamId, userId, number), caseField(number), 0);
    },
  };
}

/** Reads a part of a list. An item that cannot be read is left out and logged. */
export async function listedNumbers(
  table: ItemTable,
  errors: Logger,
  { list, from, way, count }: ListRange,
): Promise<ListedNumbers> {
  const { pk, sk } = list.keyOf(from);
  const isOlder = way === 'older';
  const range: SortKeyRange = isOlder ? { from: '0', to: sk, isBackwards: true } : { from: sk, to: LAST };
  const numbers: number[] = [];
  for await (const item of table.query(pk, { ...range, itemsACall: list.itemsFor(count) })) {
    const here = numbersIn(item, errors)
      .filter((number) => (isOlder ? number <= from : number >= from))
      .sort((one, other) => (isOlder ? other - one : one - other));
    numbers.push(...here);
    if (numbers.length > count) break;
  }
  return { numbers: numbers.slice(0, count), next: numbers[count] };
}

function numbersIn(item: ItemKey, errors: Logger): number[] {
  try {
    return Object.keys(readItem(casesItem, item, item)).flatMap((field) => numberOfField(field) ?? []);
  } catch (err) {
    if (!(err instanceof Unreadable)) throw err;
    errors.error({ err }, 'a part of a list of cases cannot be read, and is left out');
    return [];
  }
}
