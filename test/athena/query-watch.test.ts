import type { QueryExecution } from '@aws-sdk/client-athena';
import { afterEach, describe, expect, it } from '@jest/globals';
import { queryWatch } from '../../src/athena/query-watch.js';
import type { Polling } from '../../src/athena/watched-query.js';
import { look, type Reply, refusal, type ScriptedAthena, scriptedAthena } from './scripted-athena.js';

const QUICKLY: Polling = { firstMs: 20, growth: 0, longestMs: 20, silenceMs: 100 };
const never = () => new AbortController().signal;
const described = (id: string, state: string) => ({ QueryExecutionId: id, Status: { State: state } });
const pauseOf = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const NONE = { QueryExecutions: [], UnprocessedQueryExecutionIds: [] };

let athena: ScriptedAthena | undefined;
afterEach(async () => {
  await athena?.close();
  athena = undefined;
});

/** What each call asked about is in `asked`. */
async function watchOn(replies: readonly Reply[], polling = QUICKLY) {
  const scripted = await scriptedAthena({ BatchGetQueryExecution: replies });
  athena = scripted;
  const watch = queryWatch(scripted.client, polling);
  return {
    endOf: (id: string, signal = never(), onLook: (seen: QueryExecution) => void = () => {}) =>
      watch.endOf(id, signal, onLook),
    asked: () => scripted.inputsOf('BatchGetQueryExecution'),
  };
}

const asking = (...ids: readonly string[]) => ({ QueryExecutionIds: ids });

describe('queries that run at once', () => {
  it('are looked at by the same calls', async () => {
    const ids = ['e-1', 'e-2', 'e-3'];
    const { endOf, asked } = await watchOn([
      look('RUNNING', {}, ids),
      look('QUEUED', {}, ids),
      look('FAILED', {}, ids),
    ]);

    const ends = await Promise.all(ids.map((id) => endOf(id)));

    expect(ends.map(({ QueryExecutionId }) => QueryExecutionId)).toEqual(ids);
    expect(asked()).toEqual([asking(...ids), asking(...ids), asking(...ids)]);
  });

  it('are not asked about any more once they have ended', async () => {
    const { endOf, asked } = await watchOn([
      { body: { QueryExecutions: [described('e-1', 'SUCCEEDED'), described('e-2', 'RUNNING')] } },
      look('SUCCEEDED', {}, ['e-2']),
    ]);

    await Promise.all(['e-1', 'e-2'].map((id) => endOf(id)));

    expect(asked()).toEqual([asking('e-1', 'e-2'), asking('e-2')]);
  });

  it('are at most fifty in a call, which is all that Athena takes', async () => {
    const ids = Array.from({ length: 51 }, (_, at) => `e-${at}`);
    const { endOf, asked } = await watchOn([look('SUCCEEDED', {}, ids)]);

    await Promise.all(ids.map((id) => endOf(id)));

    expect(asked()).toHaveLength(2);
    expect(asked()).toEqual(expect.arrayContaining([asking(...ids.slice(0, 50)), asking('e-50')]));
  });

  it('are asked about once where somebody else waits for the same', async () => {
    const { endOf, asked } = await watchOn([look('SUCCEEDED')]);

    await Promise.all([endOf('e-1'), endOf('e-1')]);

    expect(asked()).toEqual([asking('e-1')]);
  });

  it('are taken along once half of their pause is over, and not before', async () => {
    const ids = ['e-1', 'e-2'];
    const slowly = { firstMs: 2_000, growth: 0, longestMs: 2_000 };
    const { endOf, asked } = await watchOn([look('RUNNING', {}, ids)], slowly);
    const abort = new AbortController();

    const first = endOf('e-1', abort.signal);
    await pauseOf(800);
    const soon = endOf('e-2', abort.signal);
    await pauseOf(800);
    const late = endOf('e-3', abort.signal);
    await pauseOf(100);
    abort.abort(new Error('enough'));

    await Promise.allSettled([first, soon, late]);
    // The second came too soon for the first to be taken along; the third came when the first was nearly due, but the second was not.
    expect(asked()).toEqual([asking('e-1'), asking('e-2'), asking('e-1', 'e-3')]);
  });

  it('do not wait for a call that hangs', async () => {
    const { endOf } = await watchOn([{ ...look('SUCCEEDED'), afterMs: 60_000 }, look('SUCCEEDED', {}, ['e-2'])]);
    const abort = new AbortController();
    const hanging = endOf('e-1', abort.signal);
    await pauseOf(30);

    const { QueryExecutionId } = await endOf('e-2');

    abort.abort(new Error('enough'));
    await expect(hanging).rejects.toThrow('enough');
    expect(QueryExecutionId).toBe('e-2');
  });
});

describe('what Athena does not say', () => {
  const unprocessed = (ErrorCode?: string) => ({
    body: {
      QueryExecutions: [described('e-2', 'SUCCEEDED')],
      UnprocessedQueryExecutionIds: [{ QueryExecutionId: 'e-1', ErrorCode, ErrorMessage: 'No e-1 here' }],
    },
  });

  it('of an id that it does not know is a refusal, for that id alone', async () => {
    const { endOf } = await watchOn([unprocessed('INVALID_INPUT')]);

    const [unknown, known] = await Promise.allSettled([endOf('e-1'), endOf('e-2')]);

    expect(unknown).toMatchObject({ reason: { name: 'InvalidRequestException', message: 'No e-1 here' } });
    expect(known).toMatchObject({ status: 'fulfilled', value: { QueryExecutionId: 'e-2' } });
  });

  it.each([
    ['leaves out', { body: NONE }, 'Athena said nothing of execution e-1'],
    ['could not process', unprocessed('INTERNAL_ERROR'), 'No e-1 here'],
    ['gives no code for', unprocessed(), 'No e-1 here'],
  ])('of an id that it %s, it may say later; after long enough that is the end', async (_, reply, message) => {
    const later = await watchOn([reply, reply, look('SUCCEEDED')]);
    await expect(later.endOf('e-1')).resolves.toMatchObject({ QueryExecutionId: 'e-1' });
    expect(later.asked()).toHaveLength(3);
    await athena?.close();

    const never = await watchOn([reply]);

    await expect(never.endOf('e-1')).rejects.toThrow(message);
    expect(never.asked().length).toBeGreaterThan(3);
  });

  it('because of one bad id, it says of the others when it is asked about each alone', async () => {
    const no = refusal('InvalidRequestException', 'Value at queryExecutionIds is bad');
    const { endOf, asked } = await watchOn([no, no, look('RUNNING', {}, ['e-2']), look('SUCCEEDED', {}, ['e-2'])]);

    const [bad, good] = await Promise.allSettled([endOf(' '), endOf('e-2')]);

    expect(bad).toMatchObject({ reason: { name: 'InvalidRequestException' } });
    expect(good).toMatchObject({ status: 'fulfilled' });
    expect(asked()).toEqual([asking(' ', 'e-2'), asking(' '), asking('e-2'), asking('e-2')]);
  });

  it('when a call fails, it says at the next one', async () => {
    const ids = ['e-1', 'e-2'];
    const { endOf, asked } = await watchOn([
      refusal('ThrottlingException', 'Rate exceeded'),
      look('SUCCEEDED', {}, ids),
    ]);

    await Promise.all(ids.map((id) => endOf(id)));

    expect(asked()).toEqual([asking(...ids), asking(...ids)]);
  });
});

describe('who does not wait any more', () => {
  it('is told why, and the others are waited for', async () => {
    const abort = new AbortController();
    const ids = ['e-1', 'e-2'];
    const { endOf, asked } = await watchOn([
      { ...look('RUNNING', {}, ids), before: () => abort.abort(new Error('enough')) },
      look('SUCCEEDED', {}, ['e-2']),
    ]);
    const seen: unknown[] = [];

    const [stopped, other] = await Promise.allSettled([
      endOf('e-1', abort.signal, (execution) => seen.push(execution)),
      endOf('e-2'),
    ]);

    expect(stopped).toMatchObject({ reason: { message: 'enough' } });
    expect(other).toMatchObject({ status: 'fulfilled' });
    expect(seen).toEqual([]);
    expect(asked()).toEqual([asking(...ids), asking('e-2')]);
  });

  it('causes no call when that was so before', async () => {
    const { endOf, asked } = await watchOn([look('RUNNING')]);

    await expect(endOf('e-1', AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    expect(asked()).toEqual([]);
  });

  it('may find that out at a look', async () => {
    const abort = new AbortController();
    const { endOf, asked } = await watchOn([look('RUNNING')]);

    const waiting = endOf('e-1', abort.signal, () => abort.abort(new Error('enough')));

    await expect(waiting).rejects.toThrow('enough');
    await pauseOf(60);
    expect(asked()).toHaveLength(1);
  });
});
