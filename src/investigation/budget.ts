import { UserFacingError } from '../errors.js';
import type { Case } from './case.js';
import { priceUsd } from './cost.js';

/** What a case may cost: what a responder allowed for it, else the bot's own limit; `undefined`: no limit. In US dollars. */
export const budgetOf = ({ budgetUsd }: Case, limitUsd: number | undefined): number | undefined =>
  budgetUsd ?? limitUsd;

/**
 * Stops a case's next question when the case has cost what it may.
 *
 * @throws UserFacingError with who may raise the limit and how.
 */
export function assertWithinBudget(investigation: Case, limitUsd: number | undefined): void {
  const budget = budgetOf(investigation, limitUsd);
  const spent = priceUsd(investigation.billedBytes);
  if (budget === undefined || spent < budget) return;
  const suggested = Math.max(1, Math.ceil(spent * 2));
  throw new UserFacingError(
    `This case has cost $${spent.toFixed(3)}, and may cost $${budget.toFixed(2)}. Any responder may raise its limit, which its history keeps: /ir budget ${suggested}. Whoever runs the bot sets the limit of all cases: IR_CASE_BUDGET_USD.`,
  );
}
