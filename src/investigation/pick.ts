import type { ColumnKind, Detection, Value } from '../detections/detection.js';
import type { Subject, SubjectKind } from '../detections/subject.js';
import type { Run } from './run.js';

/** One cell of one answer: what a button stands for. */
export interface Pick {
  readonly caseId: string;
  readonly runId: string;
  readonly table: string;
  readonly row: number;
  /** The column's place among those of its table. */
  readonly column: number;
}

const KINDS: Partial<Record<ColumnKind, SubjectKind>> = {
  identity: 'identity',
  key: 'key',
  ip: 'address',
  agent: 'agent',
};
const ROLE_ARN = /^arn:aws[\w-]*:iam::\d+:role\//;

/** What a cell of a column of this kind can be asked about; absent: nothing. A role's ARN stands for all its sessions. */
export function subjectOf(value: Value, kind: ColumnKind): Subject | undefined {
  const subject = KINDS[kind];
  if (!subject || value === null || value === '') return undefined;
  return { kind: subject === 'identity' && ROLE_ARN.test(value) ? 'role' : subject, value };
}

/** The subject in the cell that was picked; absent: there is none. */
export function pickedSubject(
  { table, row, column }: Pick,
  { answer }: Run,
  { tables }: Detection,
): Subject | undefined {
  const at = tables.find(({ name }) => name === table)?.columns[column];
  const value = answer?.tables.find(({ name }) => name === table)?.rows[row]?.[column];
  return at && value !== undefined ? subjectOf(value, at.kind) : undefined;
}
