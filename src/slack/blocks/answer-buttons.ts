import type { AnyBlock, Button, StaticSelect } from '@slack/types';
import { type Detection, shownTables, type Value } from '../../detections/detection.js';
import { type Subject, type SubjectKind, shortSubject } from '../../detections/subject.js';
import { subjectOf } from '../../investigation/pick.js';
import type { Answer, Run } from '../../investigation/run.js';
import { counted, shortened, visible } from '../../text.js';
import { ACTIONS, pickValue, placeValue } from './button-value.js';
import { button, type Choice, menu } from './elements.js';
import type { AnswerTable } from './table-part.js';

/** Values that get a button of their own; the others are in a menu. */
const MAX_BUTTONS = 5;
/** Characters of all options of a menu: they count against the limit of the message, as the table does. */
const MAX_MENU_CHARACTERS = { picks: 2_000, tables: 800 };

/**
 * What can be done next with an answer: make one of its identities the suspect, ask about a key, an address or a user agent, look
 * at another of its tables, or read its identities in full.
 *
 * @param more buttons that stand before the last one.
 */
export function answerButtons(
  run: Run,
  answer: Answer,
  detection: Detection,
  shown: AnswerTable,
  more: readonly Button[] = [],
): AnyBlock[] {
  const elements = [
    ...pickElements(run, shown),
    ...otherTables(run, answer, detection, shown),
    ...more,
    ...fullNames(run, shown),
  ];
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}

interface Pickable extends Choice {
  readonly subject: Subject;
  readonly action: string;
}

/**
 * One column's values get the buttons: that of the identities where it has any, since the suspect is one of them; else the first
 * column with several. All others are in one menu.
 */
function pickElements(run: Run, shown: AnswerTable): (Button | StaticSelect)[] {
  const columns = shown.table.columns.map((_, at) => pickablesIn(at, run, shown)).filter(({ length }) => length > 0);
  const isWorthButtons = ([first, second]: readonly Pickable[]) =>
    first?.action === ACTIONS.pickSuspect || second !== undefined;
  const lead = columns.find(isWorthButtons) ?? columns[0] ?? [];
  const others = [...lead.slice(MAX_BUTTONS), ...columns.filter((column) => column !== lead).flat()];
  const action = columns.length === 1 ? lead[0]?.action : ACTIONS.pickSubject;
  const placeholder = action === ACTIONS.pickSuspect ? `${others.length} more` : 'Ask about …';
  return [
    ...lead.slice(0, MAX_BUTTONS).map(({ label, subject, action, value }, at) => {
      const isSuspect = action === ACTIONS.pickSuspect;
      const text = isSuspect ? label : `${shortened(label, 50)}: ask about it`;
      return button(text, `${action}:${at}`, value, {
        reads: isSuspect ? `Investigate ${shortSubject(subject)}` : text,
      });
    }),
    ...menu(placeholder, `${action}:more`, others, MAX_MENU_CHARACTERS.picks),
  ];
}

/** The distinct values of a column that can be asked about, those with the most rows first; not the one that the answer is about. */
function pickablesIn(
  column: number,
  { caseId, id: runId, about }: Run,
  { table, rows, labels }: AnswerTable,
): Pickable[] {
  const kind = table.columns[column]?.kind ?? 'text';
  const found = new Map<string, { subject: Subject; row: number; count: number }>();
  rows.forEach((cells, row) => {
    const subject = subjectOf(cells[column] ?? null, kind);
    if (!subject || (subject.kind === about?.kind && subject.value === about.value)) return;
    const known = found.get(subject.value);
    found.set(subject.value, { subject, row: known?.row ?? row, count: (known?.count ?? 0) + 1 });
  });
  return [...found.values()]
    .sort((one, other) => other.count - one.count)
    .map(({ subject, row }) => ({
      subject,
      label: labelOf(subject, labels),
      action: isCaller(subject.kind) ? ACTIONS.pickSuspect : ACTIONS.pickSubject,
      value: pickValue({ caseId, runId, table: table.name, row, column }),
    }));
}

const isCaller = (kind: SubjectKind): boolean => kind === 'identity' || kind === 'role';

/** A user agent is whatever its sender wrote, so it is marked as one. */
function labelOf(subject: Subject, labels: ReadonlyMap<Value, string>): string {
  const { kind, value } = subject;
  if (kind === 'agent') return `agent:${visible(value)}`;
  return visible((isCaller(kind) ? labels.get(value) : undefined) ?? shortSubject(subject));
}

/** The other tables of the same scan. */
function otherTables(
  { caseId, id: runId }: Run,
  { tables }: Answer,
  detection: Detection,
  shown: AnswerTable,
): StaticSelect[] {
  const choices = shownTables(detection)
    .filter(({ name }) => name !== shown.table.name)
    .flatMap(({ name, title }) => {
      const found = tables.find((one) => one.name === name);
      if (!found || found.rows.length === 0) return [];
      const count = counted(found.totalRows, 'row');
      const label = `${shortened(title, 45)} · ${found.isCutOff ? `${count} and more` : count}`;
      return [{ label, value: placeValue({ caseId, runId, table: name }) }];
    });
  return menu('Show table', `${ACTIONS.showTable}:menu`, choices, MAX_MENU_CHARACTERS.tables);
}

/** Where a table names identities by less than their ARN. */
function fullNames({ caseId, id: runId }: Run, { table, labels }: AnswerTable): Button[] {
  const isShortened = [...labels].some(([arn, label]) => arn !== label);
  return isShortened ? [button('Full ARNs', ACTIONS.fullNames, placeValue({ caseId, runId, table: table.name }))] : [];
}
