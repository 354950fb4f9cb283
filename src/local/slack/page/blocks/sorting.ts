import { type Cell, isNumeric, textOfCell } from './cells.js';

/** By which column rows are ordered, and which way. */
export interface Sorting {
  readonly column: number;
  readonly direction: 'ascending' | 'descending';
}

type Row = readonly Cell[];

const byText = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** The next order after a click on a header: up, down, and as the rows came. */
export function nextSorting(sorting: Sorting | undefined, column: number): Sorting | undefined {
  if (sorting?.column !== column) return { column, direction: 'ascending' };
  return sorting.direction === 'ascending' ? { column, direction: 'descending' } : undefined;
}

/** Rows in order: by number where all cells of the column are numbers, else by text. Equal rows stay as they came. */
export function sorted(rows: readonly Row[], sorting: Sorting | undefined): readonly Row[] {
  if (sorting === undefined) return rows;
  const { column, direction } = sorting;
  const sign = direction === 'ascending' ? 1 : -1;
  if (isNumeric(rows.map((row) => row[column]))) {
    return rows.toSorted((a, b) => sign * (numberIn(a, column) - numberIn(b, column)));
  }
  return rows.toSorted((a, b) => sign * byText.compare(textIn(a, column), textIn(b, column)));
}

/** The rows that hold a text in any of their cells, whatever its case. */
export function matching(rows: readonly Row[], filter: string): readonly Row[] {
  const wanted = filter.trim().toLowerCase();
  if (wanted === '') return rows;
  return rows.filter((row) => row.some((one) => textOfCell(one).toLowerCase().includes(wanted)));
}

const textIn = (row: Row, column: number): string => {
  const one = row[column];
  return one === undefined ? '' : textOfCell(one);
};
const numberIn = (row: Row, column: number): number => {
  const one = row[column];
  return one?.type === 'raw_number' ? one.value : 0;
};
