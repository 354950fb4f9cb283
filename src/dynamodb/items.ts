import { z } from 'zod';
import type { TableRows } from '../detections/detection.js';
import { PARAMETER_TYPES, type ParameterValue } from '../detections/parameter.js';
import { SUBJECT_KINDS, type Subject } from '../detections/subject.js';
import type { Case, CaseEvent } from '../investigation/case.js';
import type { Run } from '../investigation/run.js';
import type { Span, Window } from '../investigation/window.js';
import { describeKey, type ItemKey } from './keys.js';

/** The version that every item carries as `v`. An item of another version is refused, never guessed at or written over. */
export const SCHEMA_VERSION = 2;

/** Every field of `T`, each with its schema: a field that is added to the domain and forgotten here does not compile. */
type Fields<T> = { readonly [Field in keyof T]-?: z.ZodType<T[Field]> };
type Events = { readonly [Type in CaseEvent['type']]: z.ZodType<Extract<CaseEvent, { type: Type }>> };

const text = z.string();
const count = z.number().int().nonnegative();
const seq = z.number().int().positive();
const deed = { by: text, at: text };
const subject = z.strictObject({ kind: z.enum(SUBJECT_KINDS), value: text } satisfies Fields<Subject>);
const window = z.strictObject({
  text,
  span: z.strictObject({ from: text, to: text } satisfies Fields<Span>).optional(),
} satisfies Fields<Window>);

const openedEvent = z.strictObject({
  ...deed,
  type: z.literal('opened'),
  number: z.number().int().positive(),
  teamId: text,
  channelId: text,
  threadTs: text,
  window: text,
} satisfies Fields<Extract<CaseEvent, { type: 'opened' }>>);

const askedEvent = z.strictObject({
  ...deed,
  type: z.literal('asked'),
  runId: text,
  detection: text,
  about: subject.optional(),
  window,
} satisfies Fields<Extract<CaseEvent, { type: 'asked' }>>);

const answeredEvent = z.strictObject({
  ...deed,
  type: z.literal('answered'),
  runId: text,
  rows: count,
  scannedBytes: count,
  billedBytes: count,
  finding: text,
} satisfies Fields<Extract<CaseEvent, { type: 'answered' }>>);

const failedEvent = z.strictObject({
  ...deed,
  type: z.literal('failed'),
  runId: text,
  reason: text,
  scannedBytes: count,
  billedBytes: count,
} satisfies Fields<Extract<CaseEvent, { type: 'failed' }>>);

const suspectChosenEvent = z.strictObject({
  ...deed,
  type: z.literal('suspect_chosen'),
  suspect: subject,
} satisfies Fields<Extract<CaseEvent, { type: 'suspect_chosen' }>>);

const windowSetEvent = z.strictObject({
  ...deed,
  type: z.literal('window_set'),
  window: text,
} satisfies Fields<Extract<CaseEvent, { type: 'window_set' }>>);

const budgetSetEvent = z.strictObject({
  ...deed,
  type: z.literal('budget_set'),
  budgetUsd: z.number().nonnegative(),
} satisfies Fields<Extract<CaseEvent, { type: 'budget_set' }>>);

const shownEvent = z.strictObject({
  ...deed,
  type: z.literal('shown'),
  runId: text,
  table: text,
} satisfies Fields<Extract<CaseEvent, { type: 'shown' }>>);

const events = {
  opened: openedEvent,
  asked: askedEvent,
  answered: answeredEvent,
  failed: failedEvent,
  suspect_chosen: suspectChosenEvent,
  window_set: windowSetEvent,
  budget_set: budgetSetEvent,
  shown: shownEvent,
} satisfies Events;

const caseHead = z.strictObject({
  id: text,
  number: z.number().int().positive(),
  teamId: text,
  channelId: text,
  threadTs: text,
  status: z.literal('open'),
  openedBy: text,
  openedAt: text,
  window: text,
  suspect: z.strictObject({ ...subject.shape, by: text, at: text }).optional(),
  budgetUsd: z.number().nonnegative().optional(),
  people: z.array(text),
  questions: count,
  scannedBytes: count,
  billedBytes: count,
  lastActivityAt: text,
  seq,
} satisfies Fields<Case>);

const tableTotals = {
  name: text,
  totalRows: count,
  totalCalls: count,
  isCutOff: z.boolean().optional(),
} satisfies Fields<Omit<TableRows, 'rows'>>;

/** A run without the rows of its answer, which are items of their own. */
const run = z.strictObject({
  id: text,
  caseId: text,
  detection: text,
  window,
  about: subject.optional(),
  parameters: z.record(text, z.strictObject({ type: z.enum(PARAMETER_TYPES), text } satisfies Fields<ParameterValue>)),
  view: text.optional(),
  askedBy: text,
  askedAt: text,
  state: z.enum(['asked', 'running', 'answered', 'failed']),
  messageTs: text.optional(),
  permalink: text.optional(),
  executionId: text.optional(),
  statistics: z.strictObject({ scannedBytes: count, totalMs: z.number().nonnegative() }).optional(),
  answeredAt: text.optional(),
  answer: z.strictObject({ tables: z.array(z.strictObject(tableTotals)) }).optional(),
  notSearched: z.array(text),
  reason: text.optional(),
} satisfies Fields<Omit<Run, 'answer'>> & { answer: unknown });

const envelope = { pk: text, sk: text, v: z.literal(SCHEMA_VERSION) };
/** Which write made an item: so a write that got in, but whose answer was lost, knows itself again. */
const writeId = text;

/** `LOG#<seq>`: one event of a case. */
export const logItem = z.strictObject({
  ...envelope,
  seq,
  writeId,
  event: z.discriminatedUnion('type', [
    events.opened,
    events.asked,
    events.answered,
    events.failed,
    events.suspect_chosen,
    events.window_set,
    events.budget_set,
    events.shown,
  ]),
});

/** `HEAD`: what a case amounts to. `seq` is beside it too, for conditions. */
export const headItem = z
  .strictObject({ ...envelope, seq, case: caseHead })
  .refine((item) => item.seq === item.case.seq, 'seq is not that of the case');

/** `OPEN`: the event that opens the case of this channel, whole, so that any reader can finish the opening. */
export const openItem = z.strictObject({ ...envelope, opened: openedEvent });

/** `CASES`: the last case number of a team. */
export const counterItem = z.strictObject({ ...envelope, number: z.number().int().positive() });

/** `RUN#<runId>`: one question, without the rows of its answer. */
export const runItem = z.strictObject({ ...envelope, writeId, run });

/** `ROWS#<runId>#<table>`: the rows of one table of its answer. */
export const rowsItem = z.strictObject({ ...envelope, rows: z.array(z.array(text.nullable())) });

/**
 * Reads an item as DynamoDB gave it.
 *
 * @throws Error that names the item and what is wrong with it.
 */
export function readItem<T>(schema: z.ZodType<T>, key: ItemKey, item: unknown): T {
  const version = z.object({ v: z.unknown() }).safeParse(item).data?.v;
  if (version !== SCHEMA_VERSION) {
    throw new Error(
      `item ${describeKey(key)} has schema version ${JSON.stringify(version)}; this bot knows only ${SCHEMA_VERSION}. ` +
        'Was it written by another version of the bot?',
    );
  }
  const read = schema.safeParse(item);
  if (!read.success) {
    throw new Error(`item ${describeKey(key)} is broken: ${z.prettifyError(read.error)}`, { cause: read.error });
  }
  return read.data;
}
