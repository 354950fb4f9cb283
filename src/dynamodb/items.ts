import { z } from 'zod';
import type { TableRows } from '../detections/detection.js';
import { PARAMETER_TYPES, type ParameterValue } from '../detections/parameter.js';
import { Unreadable } from '../errors.js';
import type { Case } from '../investigation/case.js';
import type { Delivery } from '../investigation/inbox.js';
import type { Run } from '../investigation/run.js';
import { caseEvent, openedEvent, reopenedEvent } from './case-events.js';
import { count, deed, type Fields, ordinal, subject, text, usd, window } from './fields.js';
import { describeKey, type ItemKey } from './keys.js';

/** The version that every item carries as `v`. An item of another version is refused, never guessed at or written over. */
export const SCHEMA_VERSION = 2;

const caseHead = z.strictObject({
  id: text,
  number: ordinal,
  teamId: text,
  channelId: text,
  threadTs: text,
  permalink: text.optional(),
  title: text.optional(),
  status: z.enum(['open', 'closed']),
  closed: z.strictObject({ ...deed, note: text.optional() }).optional(),
  // Heads that were written before cases could be closed lack these two.
  reopenings: count.default(0),
  refused: z.array(text).default([]),
  openedBy: text,
  openedAt: text,
  window: text,
  suspect: z.strictObject({ ...subject.shape, ...deed }).optional(),
  budgetUsd: usd.optional(),
  running: z.array(text).optional(),
  people: z.array(text),
  questions: count,
  scannedBytes: count,
  billedBytes: count,
  lastActivityAt: text,
  seq: ordinal,
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
  stoppedBy: text.optional(),
  chosenAt: text.optional(),
  leaseUntil: text.optional(),
} satisfies Fields<Omit<Run, 'answer'>> & { answer: unknown });

const envelope = { pk: text, sk: text, v: z.literal(SCHEMA_VERSION) };
/** Which write made an item: so a write that got in, but whose answer was lost, knows itself again. */
const writeId = text;

/** `LOG#<seq>`: one event of a case. */
export const logItem = z.strictObject({ ...envelope, seq: ordinal, writeId, event: caseEvent });

/** `HEAD`: what a case amounts to. `seq` is beside it too, for conditions. */
export const headItem = z
  .strictObject({ ...envelope, seq: ordinal, case: caseHead })
  .refine((item) => item.seq === item.case.seq, 'seq is not that of the case');

/**
 * `OPEN`: the newest case of a channel, by the event that opened it, and by that which opened it again where one did: whole, so
 * that any reader can finish what was begun.
 */
export const openItem = z.strictObject({
  ...envelope,
  opened: openedEvent,
  /** How often another case took its place: what the next may take it on condition of. Absent: never. */
  turn: ordinal.optional(),
  /** `count` is which reopening of the case it is, from 1. */
  reopened: z.strictObject({ ...reopenedEvent.shape, count: ordinal, writeId }).optional(),
});

/** `THREAD#<ts>`: the case of a thread. */
export const threadItem = z.strictObject({ ...envelope, caseId: text });

/** `CASES`: the last case number of a team. */
export const counterItem = z.strictObject({ ...envelope, number: ordinal });

const CASE_FIELD = /^case(\d{1,12})$/;

/** The field of a case in an item of a list. */
export const caseField = (number: number): string => `case${number}`;

/** The number of the case whose field it is; `undefined` for a field that is no case's. */
export function numberOfField(field: string): number | undefined {
  const [, digits] = CASE_FIELD.exec(field) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * `<number>` of `OPENCASES#<team>` and `PERSON#<team>#<user>`: those of the next numbers whose cases are in the list, each a field with
 * how often the case was opened again.
 */
export const casesItem = z
  .object(envelope)
  .catchall(count)
  .refine(
    (item) => Object.keys(item).every((field) => field in envelope || CASE_FIELD.test(field)),
    "a field is no case's",
  );

/** `ASKS#<question>`: the run that asks a question in a case, or was the last to. */
export const asksItem = z.strictObject({ ...envelope, runId: text });

/** `<time>#<caseId>#<runId>` of `ASKED#<team>`: where a run is kept, or was about to be. */
export const askedItem = z.strictObject({ ...envelope, caseId: text, runId: text });

/** `<time>#<id>` of `INBOX#<team>`: a request. Its lease is beside it too, for conditions; `expires` in seconds since 1970. */
export const inboxItem = z.strictObject({
  ...envelope,
  leaseUntil: text.optional(),
  expires: ordinal,
  delivery: z.strictObject({
    teamId: text,
    id: text,
    at: text,
    request: text.optional(),
    leaseUntil: text.optional(),
  } satisfies Fields<Delivery>),
});

/** `DELIVERY#<team>#<id>`: which write was the first of a request. */
export const deliveryItem = z.strictObject({ ...envelope, writeId, expires: ordinal });

/** `RUN#<runId>`: one question, without the rows of its answer. Its lease is beside it too, for conditions. */
export const runItem = z.strictObject({ ...envelope, writeId, leaseUntil: text.optional(), run });

/** `ROWS#<runId>#<table>`: the rows of one table of its answer. */
export const rowsItem = z.strictObject({ ...envelope, rows: z.array(z.array(text.nullable())) });

/** An item of this version that no bot has written like that: it was changed by hand. */
export class BrokenItem extends Unreadable {
  override readonly name = 'BrokenItem';
}

/**
 * Reads an item as DynamoDB gave it.
 *
 * @throws BrokenItem that names the item and what is wrong with it; Unreadable when it is of another version.
 */
export function readItem<T>(schema: z.ZodType<T>, key: ItemKey, item: unknown): T {
  const version = z.object({ v: z.unknown() }).safeParse(item).data?.v;
  if (version !== SCHEMA_VERSION) {
    throw new Unreadable(
      `item ${describeKey(key)} has schema version ${JSON.stringify(version)}; this bot knows only ${SCHEMA_VERSION}. ` +
        'Was it written by another version of the bot?',
    );
  }
  const read = schema.safeParse(item);
  if (!read.success) {
    throw new BrokenItem(`item ${describeKey(key)} is broken: ${z.prettifyError(read.error)}`, { cause: read.error });
  }
  return read.data;
}
