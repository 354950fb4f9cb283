import { type ReactNode, useMemo, useState } from 'react';
import { number, object, optional, string } from 'zod/mini';
import { Dialog } from '../dialog.js';
import { type Cell, cellRows, looksNumeric } from './cells.js';
import { BodyRow, Header, Pager } from './data-table-parts.js';
import { matching, nextSorting, type Sorting, sorted } from './sorting.js';

const dataTableBlock = object({
  caption: string(),
  rows: cellRows,
  page_size: optional(number()),
  row_header_column_index: optional(number()),
});

/** Slack's own, when a block names none. https://docs.slack.dev/reference/block-kit/blocks/data-table-block (as of November 2026) */
const DEFAULT_PAGE_SIZE = 5;
/** Up to this many rows a filter would only be in the way. */
const FILTER_ABOVE = 5;

/** The `data_table` block: sorts at a click on a header, filters, and pages. */
export function DataTable({ block }: { readonly block: unknown }): ReactNode {
  const {
    caption,
    rows,
    page_size: pageSize = DEFAULT_PAGE_SIZE,
    row_header_column_index: rowHeader = 0,
  } = useMemo(() => dataTableBlock.parse(block), [block]);
  const [isExpanded, setExpanded] = useState(false);
  const table = { caption, rows, pageSize, rowHeader };
  return (
    <>
      <Rows {...table} onExpand={() => setExpanded(true)} />
      {isExpanded && (
        <Dialog label={caption} className="dialog-table" onClose={() => setExpanded(false)}>
          <Rows {...table} pageSize={Math.max(pageSize, 100)} onCollapse={() => setExpanded(false)} />
        </Dialog>
      )}
    </>
  );
}

interface RowsProps {
  readonly caption: string;
  readonly rows: readonly (readonly Cell[])[];
  readonly pageSize: number;
  readonly rowHeader: number;
  readonly onExpand?: (() => void) | undefined;
  readonly onCollapse?: (() => void) | undefined;
}

function Rows({
  caption,
  rows: [header = [], ...body],
  pageSize,
  rowHeader,
  onExpand,
  onCollapse,
}: RowsProps): ReactNode {
  const [sorting, setSorting] = useState<Sorting>();
  const [filter, setFilter] = useState('');
  const [wantedPage, setPage] = useState(0);
  const found = sorted(matching(body, filter), sorting);
  const page = Math.min(wantedPage, Math.max(0, Math.ceil(found.length / pageSize) - 1));
  const numeric = header.map((_, column) => looksNumeric(body.map((row) => row[column])));
  return (
    <div className="table-frame" data-testid="data-table">
      <div className="table-bar">
        <span className="table-caption">{caption}</span>
        {body.length > FILTER_ABOVE && (
          <input
            type="search"
            className="table-filter"
            placeholder="Filter rows"
            aria-label={`Filter ${caption}`}
            value={filter}
            onChange={(event) => {
              setFilter(event.target.value);
              setPage(0);
            }}
          />
        )}
        <Resize onExpand={onExpand} onCollapse={onCollapse} />
      </div>
      <div className="table-scroll">
        <table>
          <caption className="unseen">{caption}</caption>
          <Header
            cells={header}
            numeric={numeric}
            sorting={sorting}
            onSort={(column) => setSorting(nextSorting(sorting, column))}
          />
          <tbody>
            {found.slice(page * pageSize, (page + 1) * pageSize).map((row) => (
              <BodyRow key={body.indexOf(row)} cells={row} numeric={numeric} rowHeader={rowHeader} />
            ))}
          </tbody>
        </table>
        {found.length === 0 && <p className="table-none">{filter === '' ? 'No rows.' : `No row has “${filter}”.`}</p>}
      </div>
      <Pager page={page} pageSize={pageSize} found={found.length} total={body.length} onPage={setPage} />
    </div>
  );
}

function Resize({ onExpand, onCollapse }: Pick<RowsProps, 'onExpand' | 'onCollapse'>): ReactNode {
  if (onCollapse !== undefined) {
    return (
      <button type="button" className="icon-button" aria-label="Close" title="Close" onClick={onCollapse}>
        ✕
      </button>
    );
  }
  return (
    <button type="button" className="icon-button" aria-label="Expand table" title="Expand table" onClick={onExpand}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="M9.5 2.5h4v4M13.2 2.8 9 7M6.5 13.5h-4v-4M2.8 13.2 7 9" />
      </svg>
    </button>
  );
}
