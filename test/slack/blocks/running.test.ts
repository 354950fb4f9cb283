import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Progress } from '../../../src/investigation/run.js';
import { ACTIONS, readPlaceValue } from '../../../src/slack/blocks/button-value.js';
import { runningForms } from '../../../src/slack/blocks/running.js';
import { detectionOf, RUN, textsIn } from './answers.js';

const ABOUT = detectionOf('about');
const RUNNING = { ...RUN, about: { kind: 'key', value: 'AKIAIOSFODNN7EXAMPLE' } } as const;
const PLAN = z.object({
  type: z.literal('plan'),
  title: z.string(),
  tasks: z.array(z.object({ title: z.string(), status: z.string(), details: z.unknown().optional() })),
});
const stepsAt = (progress?: Progress) => {
  const [best] = runningForms(RUNNING, ABOUT, progress);
  return PLAN.parse(best?.blocks[0]).tasks.map(({ title, status, details }) => [
    title,
    status,
    ...(details === undefined ? [] : textsIn(details)),
  ]);
};

describe('the message of a running question', () => {
  it('says in one title what is asked, about whom and over which window, and who asks', () => {
    const [best] = runningForms(RUNNING, ABOUT);

    expect(PLAN.parse(best?.blocks[0]).title).toBe(
      'What it did about AKIAIOSFODNN7EXAMPLE, 2026-11-23 10:41 → 2026-11-24 10:41 UTC',
    );
    expect(JSON.stringify(best?.blocks[1])).toContain('"user_id":"U0ALICE"');
  });

  it.each<[string, Progress | undefined, (readonly string[])[]]>([
    [
      'at first',
      undefined,
      [
        ['Queued', 'in_progress'],
        ['Running', 'pending'],
        ['Reading the answer', 'pending'],
      ],
    ],
    [
      'while it waits',
      { stage: 'queued', scannedBytes: 0, totalMs: 1_900 },
      [
        ['Queued', 'in_progress', '1 s'],
        ['Running', 'pending'],
        ['Reading the answer', 'pending'],
      ],
    ],
    [
      'while it runs',
      { stage: 'running', scannedBytes: 429_496_729, totalMs: 3_200 },
      [
        ['Queued', 'complete'],
        ['Running', 'in_progress', '3 s · 410 MB so far'],
        ['Reading the answer', 'pending'],
      ],
    ],
    [
      'while its rows are read',
      { stage: 'reading', scannedBytes: 1_288_490_189, totalMs: 4_000 },
      [
        ['Queued', 'complete'],
        ['Running', 'complete'],
        ['Reading the answer', 'in_progress', '4 s · 1.2 GB so far'],
      ],
    ],
  ])('has steps that everybody sees: %s', (_, progress, steps) => {
    expect(stepsAt(progress)).toEqual(steps);
  });

  it('says how many questions are before it while it waits for its turn', () => {
    const waiting = { stage: 'queued', scannedBytes: 0, totalMs: 0 } as const;

    expect(stepsAt({ ...waiting, ahead: 2 })[0]).toEqual(['Queued', 'in_progress', '2 questions before it']);
    expect(stepsAt({ ...waiting, ahead: 1 })[0]).toEqual(['Queued', 'in_progress', '1 question before it']);
  });

  it('is one line where a workspace has no steps', () => {
    const [, plain] = runningForms(RUNNING, ABOUT, { stage: 'running', scannedBytes: 429_496_729, totalMs: 3_200 });

    expect(textsIn(plain?.blocks[0]).join('')).toBe(
      '⏳ What it did about AKIAIOSFODNN7EXAMPLE, 2026-11-23 10:41 → 2026-11-24 10:41 UTC: running, 3 s · 410 MB so far, for  …',
    );
  });

  it('can be stopped in each form, once the person is sure', () => {
    for (const { blocks } of runningForms(RUNNING, ABOUT)) {
      expect(blocks.at(-1)).toMatchObject({
        elements: [{ action_id: ACTIONS.stop, text: { text: 'Stop' }, confirm: { confirm: { text: 'Stop it' } } }],
      });
      expect(readPlaceValue(textsIn(blocks, 'value')[0])).toEqual({ caseId: RUN.caseId, runId: RUN.id });
    }
  });
});
