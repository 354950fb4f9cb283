import { describe, expect, it } from '@jest/globals';
import { type Closed, caseIdOf, fold, type Reopened } from '../../src/investigation/case.js';
import type { InvestigationStore } from '../../src/investigation/ports.js';
import { choosing, opening } from './store-contract.js';

/** Somebody closes a case. */
export const closing = (changes: Partial<Closed> = {}): Closed => ({
  type: 'closed',
  by: 'U0RESPONDER',
  at: '2026-11-24T11:00:00.000Z',
  ...changes,
});

/** Somebody opens a case again. */
export const reopening = (by = 'U0RESPONDER'): Reopened => ({ type: 'reopened', by, at: '2026-11-24T12:00:00.000Z' });

const counted = (length: number): number[] => Array.from({ length }, (_, index) => index);

/** What every store of cases has to do when they end and begin anew. Runs on a store that other cases are in already. */
export function describeLifecycle(name: string, makeStore: () => Promise<InvestigationStore>): void {
  describe(name, () => {
    describe('closing a case', () => {
      it('ends it, and keeps who did and why', async () => {
        const store = await makeStore();
        const { case: made } = await store.open(opening());
        const closed = closing({ by: 'U0SECOND', note: 'False alarm: `pentest`.' });

        const outcome = await store.close(made.id, closed);

        expect(outcome.isNew).toBe(true);
        expect(outcome.case).toEqual(fold(made, { ...closed, seq: 2 }));
        expect(await store.log(made.id)).toMatchObject([{ type: 'opened' }, { ...closed, seq: 2 }]);
        expect(await store.load(made.id)).toEqual(outcome.case);
        expect(await store.lastCaseIn(made.teamId, made.channelId)).toEqual(outcome.case);
      });

      it('is done once, by one of ten who do it at once', async () => {
        const store = await makeStore();
        const { case: made } = await store.open(opening());

        const outcomes = await Promise.all(counted(10).map((n) => store.close(made.id, closing({ by: `U${n}` }))));

        expect(outcomes.filter(({ isNew }) => isNew)).toHaveLength(1);
        const by = `U${outcomes.findIndex(({ isNew }) => isNew)}`;
        for (const outcome of outcomes) expect(outcome.case).toMatchObject({ status: 'closed', closed: { by } });
        expect(await store.log(made.id)).toHaveLength(2);
      });

      it('is of a case that is there', async () => {
        const store = await makeStore();
        const caseId = caseIdOf(opening().teamId, 1);

        await expect(store.close(caseId, closing())).rejects.toThrow(caseId);
        expect(await store.log(caseId)).toEqual([]);
      });

      it('lets what was under way be entered still', async () => {
        const store = await makeStore();
        const { case: made } = await store.open(opening());
        await store.close(made.id, closing());

        expect(await store.append(made.id, choosing())).toMatchObject({
          status: 'closed',
          suspect: { value: expect.stringContaining('user/alice') },
        });
      });

      it('makes way for the next case in the channel, and that for another', async () => {
        const store = await makeStore();
        const { teamId, channelId } = opening();

        for (const number of [1, 2, 3]) {
          const opened = opening({ teamId, number, threadTs: `1764000000.00010${number}` });
          const { case: made, isNew } = await store.open(opened);

          expect(isNew).toBe(true);
          expect(made).toEqual(fold(undefined, { ...opened, seq: 1 }));
          expect(await store.lastCaseIn(teamId, channelId)).toEqual(made);
          await store.close(made.id, closing());
        }
        expect(await store.load(caseIdOf(teamId, 1))).toMatchObject({ status: 'closed', seq: 2 });
      });

      it('makes way for one of twenty cases that are opened at once', async () => {
        const store = await makeStore();
        const { teamId, channelId } = opening();
        const { case: first } = await store.open(opening({ teamId }));
        await store.close(first.id, closing());

        const results = await Promise.all(counted(20).map((n) => store.open(opening({ teamId, number: n + 2 }))));

        const winners = results.filter(({ isNew }) => isNew);
        expect(winners).toHaveLength(1);
        expect(new Set(results.map((result) => result.case.id))).toEqual(new Set([winners[0]?.case.id]));
        expect(await store.lastCaseIn(teamId, channelId)).toEqual(winners[0]?.case);
        for (const n of counted(20)) {
          const made = await store.load(caseIdOf(teamId, n + 2));
          expect(made?.id).toBe(made && winners[0]?.case.id);
        }
      });

      it('leaves a case closed that is asked for again', async () => {
        const store = await makeStore();
        const opened = opening();
        const { case: made } = await store.open(opened);
        const { case: closed } = await store.close(made.id, closing());

        expect(await store.open(opened)).toEqual({ case: closed, isNew: true });
      });
    });

    describe('reopening a case', () => {
      it('goes on with the last one, again and again', async () => {
        const store = await makeStore();
        const { case: made } = await store.open(opening());

        for (const reopenings of [1, 2]) {
          await store.close(made.id, closing({ note: 'Done.' }));
          const { case: open, isNew } = await store.reopen(made.id, reopening('U0SECOND'));

          expect(isNew).toBe(true);
          expect(open).toMatchObject({ id: made.id, status: 'open', reopenings, seq: 1 + 2 * reopenings });
          expect(open.closed).toBeUndefined();
          expect(await store.lastCaseIn(made.teamId, made.channelId)).toEqual(open);
        }
        expect((await store.log(made.id)).map(({ type }) => type)).toEqual([
          'opened',
          'closed',
          'reopened',
          'closed',
          'reopened',
        ]);
      });

      it('makes an older case the newest, with its own card', async () => {
        const store = await makeStore();
        const { teamId, channelId } = opening();
        const opened = opening({ teamId, title: 'The first' });
        for (const one of [opened, opening({ teamId, number: 2, threadTs: '1764000000.000900' })]) {
          const { case: made } = await store.open(one);
          await store.close(made.id, closing());
        }

        const { case: open, isNew } = await store.reopen(caseIdOf(teamId, 1), reopening());

        expect(isNew).toBe(true);
        expect(open).toMatchObject({ number: 1, threadTs: opened.threadTs, title: 'The first', status: 'open' });
        expect(await store.lastCaseIn(teamId, channelId)).toEqual(open);
        expect(await store.open(opening({ teamId, number: 3 }))).toEqual({ case: open, isNew: false });
      });

      it('gives way to another case that is open in the channel', async () => {
        const store = await makeStore();
        const { teamId } = opening();
        const { case: first } = await store.open(opening({ teamId }));
        await store.close(first.id, closing());
        const { case: second } = await store.open(opening({ teamId, number: 2 }));

        expect(await store.reopen(first.id, reopening())).toEqual({ case: second, isNew: false });
        expect(await store.load(first.id)).toMatchObject({ status: 'closed', seq: 2 });
      });

      it('does nothing to a case that is open', async () => {
        const store = await makeStore();
        const { case: made } = await store.open(opening());

        expect(await store.reopen(made.id, reopening())).toEqual({ case: made, isNew: false });
        expect(await store.log(made.id)).toHaveLength(1);
      });

      it('is of a case that is there', async () => {
        const store = await makeStore();
        const caseId = caseIdOf(opening().teamId, 1);

        await expect(store.reopen(caseId, reopening())).rejects.toThrow(caseId);
      });

      it('is entered once when ten do it at once, and is done by one of them', async () => {
        const store = await makeStore();
        const { case: made } = await store.open(opening());
        await store.close(made.id, closing());

        const outcomes = await Promise.all(counted(10).map((n) => store.reopen(made.id, reopening(`U${n}`))));

        expect(outcomes.filter(({ isNew }) => isNew)).toHaveLength(1);
        const by = `U${outcomes.findIndex(({ isNew }) => isNew)}`;
        for (const outcome of outcomes) expect(outcome.case).toMatchObject({ status: 'open', reopenings: 1, seq: 3 });
        expect((await store.log(made.id)).slice(2)).toEqual([{ ...reopening(by), seq: 3 }]);
      });

      it('and opening at once leave exactly one case open, on which all agree', async () => {
        const store = await makeStore();
        const { teamId, channelId } = opening();
        for (const number of [1, 2]) {
          const { case: made } = await store.open(opening({ teamId, number }));
          await store.close(made.id, closing());
        }

        const outcomes = await Promise.all(
          [3, 4, 5].flatMap((number) => [
            store.reopen(caseIdOf(teamId, 1), reopening()),
            store.open(opening({ teamId, number })),
            store.reopen(caseIdOf(teamId, 2), reopening()),
          ]),
        );

        expect(outcomes.filter(({ isNew }) => isNew)).toHaveLength(1);
        const open = await store.lastCaseIn(teamId, channelId);
        for (const outcome of outcomes) expect(outcome.case).toEqual(open);
        const heads = await Promise.all([1, 2, 3, 4, 5].map((number) => store.load(caseIdOf(teamId, number))));
        expect(heads.filter((head) => head?.status === 'open')).toEqual([open]);
      });

      it('and closing in turns, by several at once, never leave two cases open', async () => {
        const store = await makeStore();
        const { teamId, channelId } = opening();
        for (const number of [1, 2]) {
          const { case: made } = await store.open(opening({ teamId, number }));
          await store.close(made.id, closing());
        }
        const ids = [1, 2].map((number) => caseIdOf(teamId, number));

        await Promise.all(
          counted(24).map((n) => {
            const id = ids[n % 2] ?? '';
            return n % 3 === 0 ? store.close(id, closing()) : store.reopen(id, reopening());
          }),
        );

        const heads = await Promise.all(ids.map((id) => store.load(id)));
        const open = heads.filter((head) => head?.status === 'open');
        expect(open.length).toBeLessThanOrEqual(1);
        if (open.length > 0) expect(await store.lastCaseIn(teamId, channelId)).toEqual(open[0]);
        for (const id of ids) {
          const types = (await store.log(id)).slice(1).map(({ type }) => type);
          expect(types).toEqual(types.map((_, index) => (index % 2 === 0 ? 'closed' : 'reopened')));
        }
      });
    });
  });
}
