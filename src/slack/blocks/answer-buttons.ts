import type { AnyBlock, Button, StaticSelect } from '@slack/types';
import { type Detection, shownTables, type Value } from '../../detections/detection.js';
import { type Subject, type SubjectKind, shortSubject } from '../../detections/subject.js';
import { subjectOf } from '../../investigation/pick.js';
import type { Answer, Run } from '../../investigation/run.js';
import { counted, shortened, visible } from '../../text.js';
import { ACTIONS, pickValue, placeValue } from './button-value.js';
import { button, type Choice, menu } from './elements.js';
import { type AnswerTable, answerTable } from './table-part.js';

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
  const others = shownTables(detection)
    .filter(({ name }) => name !== shown.table.name)
    .map((table) => answerTable(table, answer));
  const elements = [
    ...pickElements(run, shown, others),
    ...otherTables(run, others),
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
 * column with several. All others are in one menu. Where the table has nothing to ask about, the other tables of the answer lead
 * on: a button for the first access key and the first address, and the menu.
 */
function pickElements(run: Run, shown: AnswerTable, others: readonly AnswerTable[]): (Button | StaticSelect)[] {
  const columns = pickableColumns(run, shown);
  if (columns.length === 0) return pickElsewhere(run, others);
  const isWorthButtons = ([first, second]: readonly Pickable[]) =>
    first?.action === ACTIONS.pickSuspect || second !== undefined;
  const lead = columns.find(isWorthButtons) ?? columns[0] ?? [];
  const inTable = [...lead.slice(MAX_BUTTONS), ...columns.filter((column) => column !== lead).flat()];
  // Who is behind a key or an address is known now; what else they used leads on.
  const beyond = run.about ? pickablesElsewhere(run, others).filter(({ subject }) => !isCaller(subject.kind)) : [];
  const known = new Set([...lead, ...inTable].map(({ subject }) => subject.value));
  const rest = [...inTable, ...beyond.filter(({ subject }) => !known.has(subject.value))];
  const isOneKind = rest.every(({ action }) => action === lead[0]?.action);
  const action = isOneKind ? lead[0]?.action : ACTIONS.pickSubject;
  return picks(lead.slice(0, MAX_BUTTONS), rest, action ?? ACTIONS.pickSubject);
}

/** A table with few rows sums up what is single calls in a longer one, so it says best what comes first. */
function pickablesElsewhere(run: Run, others: readonly AnswerTable[]): readonly Pickable[] {
  const found = new Map<string, Pickable>();
  for (const table of others.toSorted((one, other) => one.rows.length - other.rows.length)) {
    for (const pickable of pickableColumns(run, table).flat()) {
      const { kind, value } = pickable.subject;
      if (!found.has(`${kind} ${value}`)) found.set(`${kind} ${value}`, pickable);
    }
  }
  return [...found.values()];
}

function pickElsewhere(run: Run, others: readonly AnswerTable[]): (Button | StaticSelect)[] {
  const all = pickablesElsewhere(run, others);
  const first = (kind: SubjectKind) => all.find(({ subject }) => subject.kind === kind) ?? [];
  const lead = [first('key'), first('address')].flat();
  return picks(
    lead,
    all.filter((pickable) => !lead.includes(pickable)),
    ACTIONS.pickSubject,
  );
}

function picks(lead: readonly Pickable[], rest: readonly Pickable[], restAction: string): (Button | StaticSelect)[] {
  const placeholder = restAction === ACTIONS.pickSuspect ? `${rest.length} more` : 'Ask about …';
  return [
    ...lead.map(({ label, subject, action, value }, at) => {
      const isSuspect = action === ACTIONS.pickSuspect;
      const text = isSuspect ? label : `${shortened(label, 50)}: ask about it`;
      return button(text, `${action}:${at}`, value, {
        reads: isSuspect ? `Investigate ${shortSubject(subject)}` : text,
      });
    }),
    ...menu(placeholder, `${restAction}:more`, rest, MAX_MENU_CHARACTERS.picks),
  ];
}

const pickableColumns = (run: Run, shown: AnswerTable): Pickable[][] =>
  shown.table.columns.map((_, at) => pickablesIn(at, run, shown)).filter(({ length }) => length > 0);

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

/** The other tables of the same scan that have rows. */
function otherTables({ caseId, id: runId }: Run, others: readonly AnswerTable[]): StaticSelect[] {
  const choices = others
    .filter(({ rows }) => rows.length > 0)
    .map(({ table: { name, title }, found }) => {
      const count = counted(found.totalRows, 'row');
      const label = `${shortened(title, 45)} · ${found.isCutOff ? `${count} and more` : count}`;
      return { label, value: placeValue({ caseId, runId, table: name }) };
    });
  return menu('Show table', `${ACTIONS.showTable}:menu`, choices, MAX_MENU_CHARACTERS.tables);
}

/** Where a table names identities by less than their ARN. */
function fullNames({ caseId, id: runId }: Run, { table, labels }: AnswerTable): Button[] {
  const isShortened = [...labels].some(([arn, label]) => arn !== label);
  return isShortened ? [button('Full ARNs', ACTIONS.fullNames, placeValue({ caseId, runId, table: table.name }))] : [];
}
