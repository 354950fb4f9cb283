import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { TableRows } from '../../src/detections/detection.js';
import type { Subject } from '../../src/detections/subject.js';
import { type Case, type CaseEvent, caseIdOf, fold, type Opened } from '../../src/investigation/case.js';
import { type InvestigationStore, LeaseLost } from '../../src/investigation/ports.js';
import type { Run } from '../../src/investigation/run.js';

const SUSPECT = { kind: 'identity', value: 'arn:aws:iam::111122223333:user/alice' } as const;
const WINDOW = { text: '24h', span: { from: '2026-11-23T10:41:00Z', to: '2026-11-24T10:41:00Z' } } as const;
const AT = '2026-11-24T10:41:00.000Z';

/** An opening in a team of its own, so that stores can be shared by tests and kept between them. */
export const opening = (changes: Partial<Opened> = {}): Opened => ({
  type: 'opened',
  by: 'U0RESPONDER',
  at: AT,
  number: 1,
  teamId: `T${randomUUID()}`,
  channelId: 'C0INCIDENT',
  threadTs: '1764000000.000100',
  window: '24h',
  ...changes,
});

/** Somebody chooses a suspect: an event that changes the head and that tests can tell from others by who did it. */
export const choosing = (by = 'U0RESPONDER', suspect: Subject = SUSPECT): CaseEvent => ({
  type: 'suspect_chosen',
  by,
  at: '2026-11-24T10:42:00.000Z',
  suspect,
});

/** A question that has only been asked. */
export const asking = (caseId: string, changes: Partial<Run> = {}): Run => ({
  id: randomUUID(),
  caseId,
  detection: 'authfail',
  window: WINDOW,
  parameters: {},
  notSearched: [],
  askedBy: 'U0RESPONDER',
  askedAt: AT,
  state: 'asked',
  ...changes,
});

const ANSWERED = {
  state: 'answered',
  stoppedBy: 'U0SECOND',
  leaseUntil: '2026-11-24T10:42:00.000Z',
  answeredAt: '2026-11-24T10:41:03.000Z',
  messageTs: '1764000000.000200',
  permalink: 'https://example.slack.com/archives/C0INCIDENT/p1764000000000200',
  executionId: 'a1b2c3d4-5678-90ab-cdef-EXAMPLE11111',
  statistics: { scannedBytes: 10_485_760, totalMs: 2_150 },
} as const;

/** A table of an answer. */
const tableOf = (rows: TableRows['rows'], changes: Partial<TableRows> = {}): TableRows => ({
  name: 'identities',
  rows,
  totalRows: rows.length,
  totalCalls: rows.length,
  ...changes,
});

const counted = (length: number): number[] => Array.from({ length }, (_, index) => index);

/** What every store of cases has to do, whatever it is made of. Runs on a store that other cases are in already. */
export function describeStore(name: string, makeStore: () => Promise<InvestigationStore>): void {
  describe(name, () => {
    describe('opening a case', () => {
      it('makes a case that its channel and its id lead to', async () => {
        const store = await makeStore();
        const opened = opening({
          number: 7,
          title: '<!here> leaked key 🔑',
          permalink: 'https://example.slack.com/archives/C0INCIDENT/p1764000000000100',
        });

        const { case: made, isNew } = await store.open(opened);

        expect(isNew).toBe(true);
        expect(made).toEqual(fold(undefined, { ...opened, seq: 1 }));
        expect(await store.lastCaseIn(opened.teamId, opened.channelId)).toEqual(made);
        expect(await store.load(`${opened.teamId}-7`)).toEqual(made);
        expect(await store.log(made.id)).toEqual([{ ...opened, seq: 1 }]);
      });

      it('gives everyone the same case when twenty open one at once, and makes it for one of them', async () => {
        const store = await makeStore();
        const { teamId } = opening();

        const results = await Promise.all(counted(20).map((n) => store.open(opening({ teamId, number: n + 1 }))));

        expect(new Set(results.map((result) => result.case.id)).size).toBe(1);
        const winners = results.filter(({ isNew }) => isNew);
        expect(winners).toHaveLength(1);
        expect(await store.log(winners[0]?.case.id ?? '')).toHaveLength(1);
      });

      it('gives the case as it is now to who comes later', async () => {
        const store = await makeStore();
        const { teamId } = opening();
        const first = await store.open(opening({ teamId, number: 1 }));
        const moved = await store.append(first.case.id, choosing());

        expect(await store.open(opening({ teamId, number: 2 }))).toEqual({ case: moved, isNew: false });
        expect(await store.load(`${teamId}-2`)).toBeUndefined();
      });

      it('says that a case is the one that was asked for when it is asked for again', async () => {
        const store = await makeStore();
        const opened = opening();

        expect(await store.open(opened)).toEqual(await store.open(opened));
      });

      it('keeps channels and teams apart', async () => {
        const store = await makeStore();
        const opened = opening();
        await store.open(opened);

        const elsewhere = await store.open({ ...opened, number: 2, channelId: 'C0OTHER' });
        const { teamId } = opening();

        expect(elsewhere).toMatchObject({ isNew: true, case: { channelId: 'C0OTHER' } });
        expect(await store.lastCaseIn(teamId, opened.channelId)).toBeUndefined();
      });

      it('gives numbers that never come twice, to each team from 1', async () => {
        const store = await makeStore();
        const { teamId } = opening();

        const first = await store.nextCaseNumber(teamId);
        const numbers = await Promise.all(counted(20).map(() => store.nextCaseNumber(teamId)));

        expect(first).toBe(1);
        expect(new Set([first, ...numbers]).size).toBe(21);
      });
    });

    describe('the cases of a team', () => {
      it('are listed newest first, without numbers that nobody used, and as they are now', async () => {
        const store = await makeStore();
        const { teamId } = opening();
        for (const _ of counted(30)) await store.nextCaseNumber(teamId);
        const used = [1, 2, 5, 9, 10, 11, 26, 30];
        for (const number of used) await store.open(opening({ teamId, number, channelId: `C${number}` }));
        await store.close(caseIdOf(teamId, 9), { type: 'closed', by: 'U1', at: AT });
        await store.append(caseIdOf(teamId, 26), choosing());
        await store.open(opening({ channelId: 'C1' }));

        const { cases: listed, older } = await store.cases(teamId, 50);

        expect(older).toBe(0);
        expect(listed.map(({ number }) => number)).toEqual([...used].reverse());
        expect(listed).toEqual(await Promise.all(listed.map(({ id }) => store.load(id))));
        expect(listed.filter(({ status }) => status === 'closed').map(({ number }) => number)).toEqual([9]);
      });

      it('are none where there is none', async () => {
        expect(await (await makeStore()).cases(opening().teamId, 50)).toEqual({ cases: [], older: 0 });
      });

      it('are no more than were asked for, and how many numbers are older', async () => {
        const store = await makeStore();
        const { teamId } = opening();
        for (const number of counted(5).map((n) => n + 1)) {
          await store.nextCaseNumber(teamId);
          await store.open(opening({ teamId, number, channelId: `C${number}` }));
        }

        const { cases, older } = await store.cases(teamId, 2);

        expect(cases.map(({ number }) => number)).toEqual([5, 4]);
        expect(older).toBe(3);
      });

      it('are found by their threads, closed ones too, in their own channel', async () => {
        const store = await makeStore();
        const { case: first } = await store.open(opening());
        await store.close(first.id, { type: 'closed', by: 'U1', at: AT });
        const { teamId, channelId, threadTs } = first;
        await store.open(opening({ teamId, number: 2, threadTs: '1764000001.000100' }));

        const found = await store.caseOfThread(teamId, channelId, threadTs);

        expect(found).toMatchObject({ id: first.id, status: 'closed' });
        expect(await store.caseOfThread(teamId, channelId, '1764000002.000100')).toBeUndefined();
        expect(await store.caseOfThread(teamId, 'C0OTHER', threadTs)).toBeUndefined();
      });
    });

    describe('claiming a question', () => {
      const QUESTION = '0123456789abcdef'.repeat(4);
      const place = () => caseIdOf(opening().teamId, 1);

      it('gives it to one of twenty at once, and tells all of them to whom', async () => {
        const store = await makeStore();
        const caseId = place();

        const holders = await Promise.all(counted(20).map((n) => store.claim(caseId, QUESTION, `r${n}`)));

        expect(new Set(holders).size).toBe(1);
        expect(counted(20).map((n) => `r${n}`)).toContain(holders[0]);
        expect(await store.claim(caseId, QUESTION, 'later')).toBe(holders[0]);
      });

      it('gives it again to the run that has it', async () => {
        const store = await makeStore();
        const caseId = place();
        await store.claim(caseId, QUESTION, 'r1');

        expect(await store.claim(caseId, QUESTION, 'r1')).toBe('r1');
      });

      it('lets one of twenty at once take it over from the run that has it', async () => {
        const store = await makeStore();
        const caseId = place();
        await store.claim(caseId, QUESTION, 'old');

        const holders = await Promise.all(counted(20).map((n) => store.claim(caseId, QUESTION, `r${n}`, 'old')));

        expect(new Set(holders).size).toBe(1);
        expect(holders).not.toContain('old');
        expect(counted(20).filter((n) => holders[n] === `r${n}`)).toHaveLength(1);
      });

      it('does not let it be taken over from a run that no longer has it', async () => {
        const store = await makeStore();
        const caseId = place();
        await store.claim(caseId, QUESTION, 'r1');
        await store.claim(caseId, QUESTION, 'r2', 'r1');

        expect(await store.claim(caseId, QUESTION, 'r3', 'r1')).toBe('r2');
      });

      it('takes it where nobody has it, whoever was thought to', async () => {
        expect(await (await makeStore()).claim(place(), QUESTION, 'r2', 'r1')).toBe('r2');
      });

      it('keeps questions and cases apart', async () => {
        const store = await makeStore();
        const caseId = place();
        await store.claim(caseId, QUESTION, 'r1');

        expect(await store.claim(caseId, 'other', 'r2')).toBe('r2');
        expect(await store.claim(place(), QUESTION, 'r3')).toBe('r3');
        expect(await store.runs(caseId)).toEqual([]);
      });
    });

    describe('the log', () => {
      it('keeps every kind of event as it was, in order, and folds it into the head', async () => {
        const store = await makeStore();
        const opened = opening();
        const { case: first } = await store.open(opened);
        const deed = { by: 'U0SECOND', at: AT };
        const events: CaseEvent[] = [
          { ...deed, type: 'asked', runId: 'r1', detection: 'authfail', window: WINDOW },
          {
            ...deed,
            type: 'answered',
            runId: 'r1',
            rows: 3,
            scannedBytes: 1_000,
            billedBytes: 10_485_760,
            finding: '<!channel> & `x` 🕵️ \u0000',
          },
          choosing(),
          { ...deed, type: 'asked', runId: 'r2', detection: 'about', about: SUSPECT, window: { text: 'all' } },
          { ...deed, type: 'failed', runId: 'r2', reason: '', scannedBytes: 24, billedBytes: 0 },
          { ...deed, type: 'window_set', window: '7d' },
          { ...deed, type: 'budget_set', budgetUsd: 2.5 },
          { ...deed, type: 'shown', runId: 'r1', table: 'codes' },
          { ...deed, type: 'stopped', runId: 'r2' },
          { ...deed, type: 'noted', text: '<!channel> *rotated* the key' },
          { ...deed, type: 'exported', files: [{ name: 'case-7.md', sha256: 'a'.repeat(64) }] },
          { ...deed, type: 'refused', by: 'U0STRANGER' },
        ];

        let head: Case = first;
        for (const event of events) head = await store.append(first.id, event);

        const entries = [opened, ...events].map((event, index) => ({ ...event, seq: index + 1 }));
        expect(await store.log(first.id)).toEqual(entries);
        expect(head).toEqual(entries.reduce<Case | undefined>(fold, undefined));
        expect(head).toMatchObject({
          questions: 2,
          scannedBytes: 1_024,
          billedBytes: 10_485_760,
          suspect: SUSPECT,
          window: '7d',
          budgetUsd: 2.5,
          people: ['U0RESPONDER', 'U0SECOND'],
          refused: ['U0STRANGER'],
          seq: 13,
        });
        expect(await store.load(first.id)).toEqual(head);
      });

      it('lets fifty appends at once all in, each once and without a gap', async () => {
        const store = await makeStore();
        const { case: opened } = await store.open(opening());
        const people = counted(50).map((n) => `U${n}`);

        const heads = await Promise.all(people.map((by) => store.append(opened.id, choosing(by))));

        const entries = await store.log(opened.id);
        expect(entries.map(({ seq }) => seq)).toEqual(counted(51).map((n) => n + 1));
        expect(
          entries
            .slice(1)
            .map(({ by }) => by)
            .sort(),
        ).toEqual([...people].sort());
        for (const [index, head] of heads.entries()) expect(head.people).toContain(people[index]);
        expect(await store.load(opened.id)).toMatchObject({ seq: 51 });
      });

      it('is read whole when it is longer than DynamoDB answers at once', async () => {
        const store = await makeStore();
        const { case: opened } = await store.open(opening());
        const noted: CaseEvent = { type: 'noted', by: 'U1', at: AT, text: 'é'.repeat(100_000) };
        for (const _ of counted(7)) await store.append(opened.id, noted);

        expect((await store.log(opened.id)).map(({ seq }) => seq)).toEqual(counted(8).map((n) => n + 1));
      });

      it('takes the beginning of a question once, whoever enters it', async () => {
        const store = await makeStore();
        const { case: opened } = await store.open(opening());
        const asked: CaseEvent = {
          type: 'asked',
          runId: 'r1',
          detection: 'authfail',
          window: WINDOW,
          by: 'U0FIRST',
          at: AT,
        };

        const heads = [await store.append(opened.id, asked), await store.append(opened.id, asked)];

        expect(heads.map(({ questions, seq }) => [questions, seq])).toEqual([
          [1, 2],
          [1, 2],
        ]);
      });

      it('takes the end of a question once, whoever enters it', async () => {
        const store = await makeStore();
        const { case: opened } = await store.open(opening());
        const deed = { by: 'U1', at: AT, runId: 'r' };
        const end = { ...deed, scannedBytes: 7, billedBytes: 7 };
        await store.append(opened.id, { ...deed, type: 'asked', detection: 'authfail', window: WINDOW });

        const heads = await Promise.all([
          store.append(opened.id, { ...end, type: 'answered', rows: 1, finding: 'x' }),
          store.append(opened.id, { ...end, type: 'failed', reason: 'y' }),
          store.append(opened.id, { ...end, type: 'answered', rows: 1, finding: 'x' }),
        ]);

        expect(await store.log(opened.id)).toHaveLength(3);
        expect(heads.map(({ scannedBytes, seq }) => [scannedBytes, seq])).toEqual(Array(3).fill([7, 3]));
      });

      it('refuses an event of a case that is not there, and those that have methods of their own', async () => {
        const store = await makeStore();
        const opened = opening();
        const { case: there } = await store.open(opened);

        await expect(store.append(`${opened.teamId}-99`, choosing())).rejects.toThrow(`${opened.teamId}-99`);
        await expect(store.append(there.id, opened)).rejects.toThrow('opened once');
        await expect(store.append(there.id, { type: 'closed', by: 'U1', at: AT })).rejects.toThrow('close()');
        await expect(store.append(there.id, { type: 'reopened', by: 'U1', at: AT })).rejects.toThrow('reopen()');
        expect(await store.log(`${opened.teamId}-99`)).toEqual([]);
        expect(await store.log(there.id)).toHaveLength(1);
      });

      it('finds no case under an id that nobody used', async () => {
        expect(await (await makeStore()).load(`T${randomUUID()}-1`)).toBeUndefined();
      });
    });

    describe('runs', () => {
      const caseId = () => `T${randomUUID()}-1`;

      it('are kept as they are, from the question to the answer', async () => {
        const store = await makeStore();
        const asked = asking(caseId(), {
          detection: 'about',
          about: { kind: 'role', value: 'arn:aws:iam::111122223333:role/Ops' },
          parameters: { word: { type: 'text', text: "it's" }, at_least: { type: 'integer', text: '-3' } },
          window: { text: 'all' },
          view: 'services',
          notSearched: ['accounts other than 111122223333'],
        });
        const identities = [
          ['arn:aws:iam::111122223333:user/alice', null, ''],
          ['<@U1>', '12', '🕵️'],
        ];
        const tables = [
          tableOf(identities, { totalRows: 9, totalCalls: 214 }),
          tableOf([['1', '2']], { name: 'summary' }),
          tableOf([], { name: 'roles', isCutOff: true }),
        ];
        const answered: Run = { ...asked, ...ANSWERED, answer: { tables } };

        expect(await store.createRun(asked)).toBe(true);
        expect(await store.run(asked.caseId, asked.id)).toEqual(asked);
        await store.saveRun(answered, undefined);

        expect(await store.run(asked.caseId, asked.id)).toEqual(answered);
      });

      it('are created once, whoever is first', async () => {
        const store = await makeStore();
        const asked = asking(caseId());

        const created = await Promise.all(counted(10).map((n) => store.createRun({ ...asked, askedBy: `U${n}` })));

        expect(created.filter(Boolean)).toHaveLength(1);
        expect(await store.run(asked.caseId, asked.id)).toMatchObject({ askedBy: `U${created.indexOf(true)}` });
      });

      it('are found by the time at which they were asked, oldest first, those of other teams not', async () => {
        const store = await makeStore();
        const first = opening();
        const second = opening({ teamId: first.teamId, number: 2, channelId: 'C0OTHER' });
        const foreign = opening();
        for (const one of [first, second, foreign]) await store.open(one);
        const ask = async ({ teamId, number }: Opened, id: string, minute: string) => {
          const caseId = caseIdOf(teamId, number);
          await store.createRun(asking(caseId, { id, askedAt: `2026-11-24T10:${minute}:00.000Z` }));
          return { caseId, runId: id };
        };
        await ask(first, 'r1', '40');
        const newest = await ask(first, 'r2', '43');
        const oldest = await ask(second, 'r3', '41');
        await ask(foreign, 'r4', '42');

        const found = await store.runsAskedSince(first.teamId, '2026-11-24T10:41:00.000Z');

        expect(found).toEqual([oldest, newest]);
      });

      it('are not saved when they were never created', async () => {
        const store = await makeStore();
        const run = asking(caseId());

        await expect(store.saveRun(run, undefined)).rejects.toThrow(run.id);
        expect(await store.run(run.caseId, run.id)).toBeUndefined();
      });

      it('are saved by the bot that holds them, and by no other', async () => {
        const store = await makeStore();
        const run = asking(caseId(), { leaseUntil: '2026-11-24T10:42:00.000Z' });
        await store.createRun(run);
        const takenOver = { ...run, leaseUntil: '2026-11-24T10:45:00.000Z' };
        await store.saveRun(takenOver, run.leaseUntil);

        const late = store.saveRun({ ...run, state: 'running' }, run.leaseUntil);

        await expect(late).rejects.toThrow(LeaseLost);
        expect(await store.run(run.caseId, run.id)).toEqual(takenOver);
        await store.saveRun({ ...takenOver, leaseUntil: undefined }, takenOver.leaseUntil);
        await expect(store.saveRun(takenOver, takenOver.leaseUntil)).rejects.toThrow(LeaseLost);
      });

      it('are taken over by one bot, however many try', async () => {
        const store = await makeStore();
        const run = asking(caseId(), { leaseUntil: '2026-11-24T10:42:00.000Z' });
        await store.createRun(run);

        const taken = await Promise.all(
          counted(8).map((n) =>
            store.saveRun({ ...run, leaseUntil: `2026-11-24T10:45:00.00${n}Z` }, run.leaseUntil).then(
              () => true,
              (cause: unknown) => !(cause instanceof LeaseLost),
            ),
          ),
        );

        expect(taken.filter(Boolean)).toHaveLength(1);
      });

      it('leave fields out that are undefined', async () => {
        const store = await makeStore();
        const run = asking(caseId());
        await store.createRun({ ...run, about: undefined, view: undefined, answer: undefined });

        expect(await store.run(run.caseId, run.id)).toStrictEqual(run);
      });

      it('keep the first rows of each table that fit, and how many there were', async () => {
        const store = await makeStore();
        const run = asking(caseId());
        const rows = counted(1_000).map((n) => [String(n), 'é'.repeat(500)]);
        const totals = { totalRows: 4_000, totalCalls: 5_000 };
        const few = tableOf([['7']], { name: 'summary' });
        await store.createRun(run);
        await store.saveRun(
          {
            ...run,
            ...ANSWERED,
            answer: { tables: [tableOf(rows, totals), tableOf(rows, { ...totals, name: 'calls' }), few] },
          },
          undefined,
        );

        const [identities, calls, summary] = (await store.run(run.caseId, run.id))?.answer?.tables ?? [];

        expect(summary).toEqual(few);
        for (const table of [identities, calls]) {
          expect(table).toMatchObject(totals);
          expect(table?.rows).toEqual(rows.slice(0, table?.rows.length));
          const bytes = Buffer.byteLength(JSON.stringify(table?.rows));
          expect(bytes).toBeGreaterThan(290_000);
          expect(bytes).toBeLessThanOrEqual(300_001);
        }
      });

      it('keep the rows of their last state', async () => {
        const store = await makeStore();
        const run = asking(caseId(), { ...ANSWERED, answer: { tables: [tableOf([['old'], ['rows']])] } });
        await store.createRun(run);
        const next = { ...run, answer: { tables: [tableOf([['new']])] } };

        await store.saveRun(next, run.leaseUntil);

        expect(await store.run(run.caseId, run.id)).toEqual(next);
      });

      it('keep no row when the first alone does not fit', async () => {
        const store = await makeStore();
        const run = asking(caseId());
        await store.createRun({ ...run, answer: { tables: [tableOf([['x'.repeat(400_000)]])] } });

        expect((await store.run(run.caseId, run.id))?.answer).toEqual({
          tables: [tableOf([], { totalRows: 1, totalCalls: 1 })],
        });
      });

      it('do not mix up their rows with those of a run whose id begins the same', async () => {
        const store = await makeStore();
        const id = caseId();
        const [one, other] = ['r1', 'r10'].map((runId) =>
          asking(id, { ...ANSWERED, id: runId, answer: { tables: [tableOf([[runId]])] } }),
        );
        for (const run of [one, other]) await store.createRun(run ?? asking(id));

        expect(await store.run(id, 'r1')).toEqual(one);
      });

      it('are listed whole by case, without their rows, past what DynamoDB answers at once', async () => {
        const store = await makeStore();
        const id = caseId();
        const rows = counted(250).map(() => ['y'.repeat(1_000)]);
        const notSearched = counted(300).map(() => 'z'.repeat(1_000));
        const runs = counted(6).map(() =>
          asking(id, { ...ANSWERED, notSearched, answer: { tables: [tableOf(rows)] } }),
        );
        await Promise.all([...runs, asking(caseId())].map((run) => store.createRun(run)));

        const listed = await store.runs(id);

        const withoutRows = { tables: [tableOf([], { totalRows: 250, totalCalls: 250 })] };
        expect(new Map(listed.map((run) => [run.id, run]))).toEqual(
          new Map(runs.map((run) => [run.id, { ...run, answer: withoutRows }])),
        );
        expect(listed).toHaveLength(6);
      });
    });
  });
}
