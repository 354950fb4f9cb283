import type { Session, SessionMaker } from './callers.js';
import type { CallMaker } from './calls.js';
import type { Region } from './identities.js';
import type { Dice } from './prng.js';
import { type ApiCall, type CloudTrailRecord, denied, recordOf } from './records.js';

/** What one identity does day by day: it comes by, makes some calls in a row, and goes. */
export interface Routine {
  readonly name: string;
  readonly accountId: string;
  readonly session: SessionMaker;
  /** After how long it gets new credentials. */
  readonly sessionHours: number;
  readonly pace: Pace;
  /** One of them a visit; more often where it is listed twice. */
  readonly regions: readonly Region[];
  readonly calls: readonly CallMaker[];
  readonly refusals?: Refusals;
}

/** How often it comes by, and when. */
export interface Pace {
  /** People work by day, batch jobs by night, machines always. */
  readonly rhythm: keyof typeof HOURS;
  readonly visitsPerDay: number;
  readonly callsPerVisit: readonly [low: number, high: number];
  /** The mean pause between two calls of a visit. */
  readonly pauseSeconds: number;
}

/** What an identity asks for and does not get, now and then. A call with an error of its own keeps it. */
export interface Refusals {
  readonly perDay: number;
  readonly calls: readonly ApiCall[];
}

/** From the first moment to just before the last, in epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How likely a visit is in each hour of the day (UTC), against the busiest; offices are in Europe, with a lunch break. */
const HOURS = {
  office: [0, 0, 0, 0, 0, 0.05, 0.2, 0.7, 1, 1, 1, 0.6, 0.5, 0.9, 1, 0.9, 0.6, 0.3, 0.15, 0.1, 0.05, 0.05, 0.02, 0],
  nightly: [0.2, 1, 1, 0.6, 0.2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  steady: Array.from({ length: 24 }, () => 1),
} as const;
/** What is left of an office day on a Saturday or Sunday. */
const WEEKEND_SHARE = 0.1;

/** Callers whose own account has a record of the call too, with the same `sharedEventID`. */
const COMES_FROM_OUTSIDE: ReadonlySet<string> = new Set(['AWSAccount', 'AWSService']);

interface Visit {
  readonly at: number;
  readonly isRefusal: boolean;
}

/** The records of a routine in a span, in the order of its visits. */
export function followRoutine(routine: Routine, span: Span, dice: Dice): readonly CloudTrailRecord[] {
  const records: CloudTrailRecord[] = [];
  let current: { readonly slot: number; readonly session: Session } | undefined;
  for (const visit of visitsOf(routine, span, dice)) {
    const slot = Math.floor(visit.at / (routine.sessionHours * HOUR_MS));
    if (current?.slot !== slot) {
      current = { slot, session: routine.session(visit.at, dice) };
      records.push(...openingRecord(routine, current.session, visit.at, dice));
    }
    records.push(...visitRecords(routine, current.session, visit, span.to, dice));
  }
  return records;
}

function visitsOf({ pace, refusals }: Routine, span: Span, dice: Dice): readonly Visit[] {
  const timesOf = (perDay: number) => visitTimes({ ...pace, visitsPerDay: perDay }, span, dice);
  const visits = [
    ...timesOf(pace.visitsPerDay).map((at) => ({ at, isRefusal: false })),
    ...timesOf(refusals?.perDay ?? 0).map((at) => ({ at, isRefusal: true })),
  ];
  return visits.sort((a, b) => a.at - b.at);
}

function visitTimes({ rhythm, visitsPerDay }: Pace, { from, to }: Span, dice: Dice): readonly number[] {
  const times: number[] = [];
  for (let day = Math.floor(from / DAY_MS) * DAY_MS; day < to; day += DAY_MS) {
    const expected = visitsPerDay * (rhythm === 'office' && isWeekend(day) ? WEEKEND_SHARE : 1);
    const visits = Math.floor(expected) + (dice.chance(expected % 1) ? 1 : 0);
    for (let visit = 0; visit < visits; visit += 1) {
      times.push(day + hourOfVisit(HOURS[rhythm], dice) * HOUR_MS + dice.between(0, HOUR_MS - 1));
    }
  }
  return times.filter((at) => at >= from && at < to);
}

function isWeekend(epochMs: number): boolean {
  const weekday = new Date(epochMs).getUTCDay();
  return weekday === 0 || weekday === 6;
}

function hourOfVisit(likelihoods: readonly number[], dice: Dice): number {
  for (;;) {
    const hour = dice.between(0, 23);
    if (dice.chance(likelihoods[hour] ?? 0)) return hour;
  }
}

function openingRecord(routine: Routine, { opening }: Session, at: number, dice: Dice): readonly CloudTrailRecord[] {
  if (!opening) return [];
  const occasion = {
    at,
    region: dice.pick(routine.regions),
    accountId: routine.accountId,
    ...(COMES_FROM_OUTSIDE.has(opening.caller.identity.type) && { sharedEventId: dice.uuid() }),
  };
  return [recordOf(opening.caller, opening.call, occasion, dice)];
}

function visitRecords(
  routine: Routine,
  { caller }: Session,
  visit: Visit,
  end: number,
  dice: Dice,
): readonly CloudTrailRecord[] {
  const { accountId, pace, refusals } = routine;
  const region = dice.pick(routine.regions);
  if (visit.isRefusal) {
    const call = dice.pick(refusals?.calls ?? []);
    return [recordOf(caller, call.error ? call : denied(call, caller), { at: visit.at, region, accountId }, dice)];
  }
  const records: CloudTrailRecord[] = [];
  let at = visit.at;
  for (let left = dice.between(...pace.callsPerVisit); left > 0 && at < end; left -= 1) {
    records.push(recordOf(caller, dice.pick(routine.calls)(dice, accountId), { at, region, accountId }, dice));
    at += dice.between(0, 2 * pace.pauseSeconds * 1000);
  }
  return records;
}
