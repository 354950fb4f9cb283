import { describe, expect, it } from '@jest/globals';
import { UserFacingError } from '../../src/errors.js';
import { assertWithinBudget, budgetOf } from '../../src/investigation/budget.js';
import type { Case } from '../../src/investigation/case.js';

const TB = 2 ** 40;
const CASE: Case = {
  id: 'T0LOCAL-7',
  number: 7,
  teamId: 'T0LOCAL',
  channelId: 'C0INC042',
  threadTs: '1.000001',
  status: 'open',
  openedBy: 'U0ALICE',
  openedAt: '2026-11-24T10:41:00.000Z',
  window: '24h',
  reopenings: 0,
  people: ['U0ALICE'],
  refused: [],
  questions: 1,
  scannedBytes: TB,
  billedBytes: TB,
  lastActivityAt: '2026-11-24T10:41:00.000Z',
  seq: 1,
};

describe('assertWithinBudget', () => {
  it('lets a case go on that has cost less than it may', () => {
    expect(() => assertWithinBudget(CASE, 5.01)).not.toThrow();
  });

  it('lets a case go on that has no limit', () => {
    expect(() => assertWithinBudget(CASE, undefined)).not.toThrow();
  });

  it('stops a case at its limit, and says who may raise it and how', () => {
    expect(() => assertWithinBudget(CASE, 5)).toThrow(UserFacingError);
    expect(() => assertWithinBudget(CASE, 5)).toThrow(
      /has cost \$5\.000, and may cost \$5\.00\. Any responder may raise.*\/ir budget 10\..*IR_CASE_BUDGET_USD/,
    );
  });

  it('goes by what a responder allowed, more or less than the limit of all cases', () => {
    expect(() => assertWithinBudget({ ...CASE, budgetUsd: 6 }, 1)).not.toThrow();
    expect(() => assertWithinBudget({ ...CASE, budgetUsd: 4 }, 10)).toThrow('may cost $4.00');
    expect(budgetOf({ ...CASE, budgetUsd: 0 }, 10)).toBe(0);
  });

  it('proposes a limit that lets the case go on', () => {
    const spent = { ...CASE, billedBytes: 40 * TB };

    const [, proposed] = /budget (\d+)/.exec(messageOf(() => assertWithinBudget(spent, 5))) ?? [];

    expect(() => assertWithinBudget({ ...spent, budgetUsd: Number(proposed) }, 5)).not.toThrow();
  });
});

function messageOf(attempt: () => void): string {
  try {
    attempt();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}
