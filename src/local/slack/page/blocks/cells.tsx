import { type ReactNode, useState } from 'react';
import { array, discriminatedUnion, literal, number, object, optional, type output, string } from 'zod/mini';
import { RichElements, richText, textOfRichText } from './rich-text.js';

/** A table's cell. Raw text and numbers are shown as they are: they hold what an attacker may have written. */
export const cell = discriminatedUnion('type', [
  object({ type: literal('raw_text'), text: string() }),
  object({ type: literal('raw_number'), value: number(), text: optional(string()) }),
  richText,
]);
export type Cell = output<typeof cell>;

/** The rows of a table, the first one its header. */
export const cellRows = array(array(cell));

const GROUPED = new Intl.NumberFormat('en');

/** What a cell says: to show, to sort and to search by. */
export function textOfCell(of: Cell): string {
  if (of.type === 'raw_text') return of.text;
  return of.type === 'raw_number' ? (of.text ?? GROUPED.format(of.value)) : textOfRichText(of);
}

/** Up to here a cell stays on one line: times, names and addresses read badly when broken. */
const SHORT_CHARACTERS = 40;

/** A cell's content. */
export function CellContent({ of }: { readonly of: Cell }): ReactNode {
  const text = textOfCell(of);
  // An empty cell looks like a mistake.
  if (text.trim() === '') return <span className="short">–</span>;
  if (of.type === 'rich_text') return <RichElements elements={of.elements} />;
  return text.length > SHORT_CHARACTERS ? <LongText text={text} /> : <span className="short">{text}</span>;
}

/** One line of a long text, so that it does not blow up its row; all of it after a click. */
function LongText({ text }: { readonly text: string }): ReactNode {
  const [isWhole, setWhole] = useState(false);
  return (
    <button
      type="button"
      className={isWhole ? 'long' : 'long long-cut'}
      aria-expanded={isWhole}
      title={text}
      onClick={() => {
        // A selection is being made to copy from it.
        if (getSelection()?.isCollapsed ?? true) setWhole(!isWhole);
      }}
    >
      {text}
    </button>
  );
}

/** Whether every cell of a column is a number. */
export const isNumeric = (column: readonly (Cell | undefined)[]): boolean =>
  column.length > 0 && column.every((one) => one?.type === 'raw_number');

/** Whether a column reads as numbers: it has some, and its other cells are empty but for the dash that a cell needs. */
export const looksNumeric = (column: readonly (Cell | undefined)[]): boolean =>
  isNumeric(column.filter((one) => one !== undefined && textOfCell(one) !== '–'));
