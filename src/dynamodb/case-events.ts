import { z } from 'zod';
import type { CaseEvent, ExportedFile } from '../investigation/case.js';
import { count, deed, type Fields, ordinal, subject, text, usd, window } from './fields.js';

type EventOf<Type extends CaseEvent['type']> = Extract<CaseEvent, { type: Type }>;
type Events = { readonly [Type in CaseEvent['type']]: z.ZodType<EventOf<Type>> };

/** The event that opens a case. */
export const openedEvent = z.strictObject({
  ...deed,
  type: z.literal('opened'),
  number: ordinal,
  teamId: text,
  channelId: text,
  threadTs: text,
  permalink: text.optional(),
  window: text,
  title: text.optional(),
} satisfies Fields<EventOf<'opened'>>);

/** The event that opens a closed case again. */
export const reopenedEvent = z.strictObject({
  ...deed,
  type: z.literal('reopened'),
} satisfies Fields<EventOf<'reopened'>>);

const askedEvent = z.strictObject({
  ...deed,
  type: z.literal('asked'),
  runId: text,
  detection: text,
  about: subject.optional(),
  window,
} satisfies Fields<EventOf<'asked'>>);

const answeredEvent = z.strictObject({
  ...deed,
  type: z.literal('answered'),
  runId: text,
  rows: count,
  scannedBytes: count,
  billedBytes: count,
  finding: text,
} satisfies Fields<EventOf<'answered'>>);

const failedEvent = z.strictObject({
  ...deed,
  type: z.literal('failed'),
  runId: text,
  reason: text,
  scannedBytes: count,
  billedBytes: count,
} satisfies Fields<EventOf<'failed'>>);

const suspectChosenEvent = z.strictObject({
  ...deed,
  type: z.literal('suspect_chosen'),
  suspect: subject,
} satisfies Fields<EventOf<'suspect_chosen'>>);

const windowSetEvent = z.strictObject({
  ...deed,
  type: z.literal('window_set'),
  window: text,
} satisfies Fields<EventOf<'window_set'>>);

const budgetSetEvent = z.strictObject({
  ...deed,
  type: z.literal('budget_set'),
  budgetUsd: usd,
} satisfies Fields<EventOf<'budget_set'>>);

const shownEvent = z.strictObject({
  ...deed,
  type: z.literal('shown'),
  runId: text,
  table: text,
} satisfies Fields<EventOf<'shown'>>);

const stoppedEvent = z.strictObject({
  ...deed,
  type: z.literal('stopped'),
  runId: text,
} satisfies Fields<EventOf<'stopped'>>);

const notedEvent = z.strictObject({ ...deed, type: z.literal('noted'), text } satisfies Fields<EventOf<'noted'>>);

const closedEvent = z.strictObject({
  ...deed,
  type: z.literal('closed'),
  note: text.optional(),
} satisfies Fields<EventOf<'closed'>>);

const exportedEvent = z.strictObject({
  ...deed,
  type: z.literal('exported'),
  files: z.array(z.strictObject({ name: text, sha256: text } satisfies Fields<ExportedFile>)),
} satisfies Fields<EventOf<'exported'>>);

const refusedEvent = z.strictObject({ ...deed, type: z.literal('refused') } satisfies Fields<EventOf<'refused'>>);

const events = {
  opened: openedEvent,
  asked: askedEvent,
  answered: answeredEvent,
  failed: failedEvent,
  suspect_chosen: suspectChosenEvent,
  window_set: windowSetEvent,
  budget_set: budgetSetEvent,
  shown: shownEvent,
  stopped: stoppedEvent,
  noted: notedEvent,
  closed: closedEvent,
  reopened: reopenedEvent,
  exported: exportedEvent,
  refused: refusedEvent,
} satisfies Events;

/** Any event of a case. */
export const caseEvent = z.discriminatedUnion('type', [
  events.opened,
  events.asked,
  events.answered,
  events.failed,
  events.suspect_chosen,
  events.window_set,
  events.budget_set,
  events.shown,
  events.stopped,
  events.noted,
  events.closed,
  events.reopened,
  events.exported,
  events.refused,
]);
