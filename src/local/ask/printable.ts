import type { Table, TableRows } from '../../detections/detection.js';
import type { LogAnswer } from './ask-logs.js';
import type { AskedQuestion } from './read-question.js';

/** A question and its answer, to be printed. */
export interface Printable {
  readonly question: AskedQuestion;
  readonly answer: LogAnswer;
}

/** A table's form and its rows. */
export interface FilledTable {
  readonly form: Table;
  readonly filled: TableRows;
}

/** Tables of an answer in its order, those that are wanted. */
export const filledTables = ({ question, answer }: Printable, wanted: readonly Table[]): FilledTable[] =>
  answer.tables.flatMap((filled) => {
    const form = question.detection.tables.find(({ name }) => name === filled.name);
    return form && wanted.includes(form) ? [{ form, filled }] : [];
  });
