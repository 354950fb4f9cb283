import type { ReactNode } from 'react';
import { type Cell, CellContent, textOfCell } from './cells.js';
import type { Sorting } from './sorting.js';

interface HeaderProps {
  readonly cells: readonly Cell[];
  readonly numeric: readonly boolean[];
  readonly sorting: Sorting | undefined;
  readonly onSort: (column: number) => void;
}

/** The header row: a click on a name sorts by its column. */
export function Header({ cells, numeric, sorting, onSort }: HeaderProps): ReactNode {
  return (
    <thead>
      <tr>
        {cells.map((one, column) => {
          const direction = sorting?.column === column ? sorting.direction : undefined;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
            <th key={column} scope="col" aria-sort={direction ?? 'none'} className={numeric[column] ? 'numeric' : ''}>
              <button type="button" onClick={() => onSort(column)} title={`Sort by ${textOfCell(one)}`}>
                {textOfCell(one)}
                <span aria-hidden="true" className={direction === undefined ? 'arrow' : 'arrow arrow-on'}>
                  {direction === 'descending' ? '↓' : '↑'}
                </span>
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

interface BodyRowProps {
  readonly cells: readonly Cell[];
  readonly numeric: readonly boolean[];
  readonly rowHeader: number;
}

/** A row, its identifying cell as the row's header. */
export function BodyRow({ cells, numeric, rowHeader }: BodyRowProps): ReactNode {
  return (
    <tr>
      {cells.map((one, column) =>
        column === rowHeader ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
          <th key={column} scope="row" className={numeric[column] ? 'numeric' : ''}>
            <CellContent of={one} />
          </th>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
          <td key={column} className={numeric[column] ? 'numeric' : ''}>
            <CellContent of={one} />
          </td>
        ),
      )}
    </tr>
  );
}

interface PagerProps {
  readonly page: number;
  readonly pageSize: number;
  readonly found: number;
  readonly total: number;
  readonly onPage: (page: number) => void;
}

/** How many rows there are, and the way to the next ones. */
export function Pager({ page, pageSize, found, total, onPage }: PagerProps): ReactNode {
  const first = page * pageSize + 1;
  const last = Math.min(found, first + pageSize - 1);
  const rows = `${total} ${total === 1 ? 'row' : 'rows'}`;
  const matches = found === total ? rows : `${found} of ${rows}`;
  const isPaged = found > pageSize;
  return (
    <div className="table-foot">
      <span>{isPaged ? `${first}–${last} of ${matches}` : matches}</span>
      {isPaged && (
        <span className="table-pages">
          <button type="button" aria-label="Previous page" disabled={page === 0} onClick={() => onPage(page - 1)}>
            ‹
          </button>
          <button type="button" aria-label="Next page" disabled={last >= found} onClick={() => onPage(page + 1)}>
            ›
          </button>
        </span>
      )}
    </div>
  );
}
