import pLimit from 'p-limit';
import type { Logger } from 'pino';
import { Unreadable } from '../errors.js';
import { type Case, caseIdOf } from '../investigation/case.js';
import type { CaseChoice, CaseList } from '../investigation/ports.js';
import { caseLists, listedNumbers, openCases, personsCases } from './case-lists.js';
import type { CaseLog } from './case-log.js';
import type { ItemTable } from './item-table.js';
import { counterItem, readItem } from './items.js';
import { counterKey } from './keys.js';

/** Cases of a list that are read at once, without holding up what else the bot reads. */
const READ_AT_ONCE = 24;
/** Higher than any case's, and as long as a key can be. */
const HIGHEST_NUMBER = 999_999_999_999;

/** What a list is read from. */
export interface CaseShelf {
  readonly table: ItemTable;
  readonly log: CaseLog;
  readonly errors: Logger;
}

/** A page of numbers, newest first, and where those before and after it begin. */
interface Numbers extends Omit<CaseList, 'cases'> {
  readonly numbers: readonly number[];
}

/** Reads a part of a team's cases, by their numbers: those that it shows, and no others. See `InvestigationStore`. */
export async function listCases(
  shelf: CaseShelf,
  teamId: string,
  count: number,
  choice: CaseChoice = {},
): Promise<CaseList> {
  const { numbers, ...ends } = await (choice.of === undefined
    ? allNumbers(shelf, teamId, count, choice)
    : chosenNumbers(shelf, teamId, count, { ...choice, of: choice.of }));
  const limit = pLimit(READ_AT_ONCE);
  const heads = await Promise.all(numbers.map((number) => limit(() => readable(shelf, caseIdOf(teamId, number)))));
  const found = heads.filter((head) => head !== undefined);
  if (choice.of === 'open')
    await Promise.all(
      found.filter(({ status }) => status === 'closed').map((head) => limit(() => takeOff(shelf, head))),
    );
  return { cases: found.filter(isOf(choice)), ...ends };
}

/** Of all cases the counter has the last: no list is needed. A number that was given out may have no case. */
async function allNumbers({ table }: CaseShelf, teamId: string, count: number, { from }: CaseChoice): Promise<Numbers> {
  const key = counterKey(teamId);
  const counter = await table.get(key);
  const last = counter === undefined ? 0 : readItem(counterItem, key, counter).number;
  const first = Math.min(last, from ?? last);
  const numbers = Array.from({ length: Math.min(first, count) }, (_, index) => first - index);
  const older = first - numbers.length;
  if (first === last) return { numbers, older };
  return { numbers, older, newer: first + count >= last ? 0 : first + count };
}

async function chosenNumbers(
  { table, errors }: CaseShelf,
  teamId: string,
  count: number,
  { of, from }: CaseChoice & { readonly of: NonNullable<CaseChoice['of']> },
): Promise<Numbers> {
  const list = of === 'open' ? openCases(teamId) : personsCases(teamId, of.userId);
  const read = (way: 'older' | 'newer', start: number) =>
    listedNumbers(table, errors, { list, from: start, way, count });
  const [{ numbers, next: older = 0 }, before] = await Promise.all([
    read('older', from ?? HIGHEST_NUMBER),
    from === undefined ? undefined : read('newer', from + 1),
  ]);
  if (!before || before.numbers.length === 0) return { numbers, older };
  return { numbers, older, newer: before.next === undefined ? 0 : before.numbers.at(-1) };
}

/** One case that was broken by hand, or is of another version, does not hide the others. */
async function readable({ log, errors }: CaseShelf, caseId: string): Promise<Case | undefined> {
  try {
    return await log.head(caseId);
  } catch (err) {
    if (!(err instanceof Unreadable)) throw err;
    errors.error({ err, caseId }, 'a case cannot be read, and is left out of the list');
    return undefined;
  }
}

/** Takes a closed case off the list of the open ones. Where that fails, whoever lists these next does it. Never throws. */
export async function takeOff({ table, errors }: Omit<CaseShelf, 'log'>, head: Case): Promise<void> {
  await caseLists(table)
    .closed(head)
    .catch((err: unknown) =>
      errors.error({ err, caseId: head.id }, 'a closed case stays in the list of the open ones'),
    );
}

const isOf =
  ({ of }: CaseChoice) =>
  ({ status, people }: Case): boolean =>
    of === undefined || (of === 'open' ? status === 'open' : people.includes(of.userId));
