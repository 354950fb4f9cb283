import type { ReactNode } from 'react';
import { array, boolean, nullable, object, enum as oneOf, optional } from 'zod/mini';
import { CellContent, cellRows } from './cells.js';

const tableBlock = object({
  rows: cellRows,
  column_settings: optional(
    array(nullable(object({ align: optional(oneOf(['left', 'center', 'right'])), is_wrapped: optional(boolean()) }))),
  ),
});

/** The `table` block: a still table, its first row the header. */
export function Table({ block }: { readonly block: unknown }): ReactNode {
  const { rows, column_settings: settings = [] } = tableBlock.parse(block);
  const [header, ...body] = rows;
  const styleOf = (column: number) => ({ textAlign: settings[column]?.align ?? 'left' }) as const;
  return (
    <div className="table-frame">
      <div className="table-scroll">
        <table>
          <thead>
            <tr>
              {header?.map((one, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                <th key={column} scope="col" style={styleOf(column)}>
                  <CellContent of={one} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {body.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
              <tr key={index}>
                {row.map((one, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                  <td key={column} style={styleOf(column)} className={settings[column]?.is_wrapped ? '' : 'unwrapped'}>
                    <CellContent of={one} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
