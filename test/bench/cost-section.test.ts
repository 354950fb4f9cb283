import { describe, expect, it } from '@jest/globals';
import { costSection, type WindowCost } from '../../bench/cost-section.js';

const LOGS = { seed: 1, accounts: 2, regions: 3, days: 60, endDay: '2026-11-20', events: 40_000, files: 2_400 };
const cost = (scannedBytes: number) => ({ statements: 2, scans: 2, scannedBytes, pagedRows: 10 });

/** A window whose days weigh so much, of logs that the notebook reads 9,000 bytes of. */
const windowOf = (botBytes: number, aboveLimit = 0): WindowCost => ({
  layout: 'bootstrap',
  endDay: '2026-11-20',
  notebook: cost(9_000),
  bounded: cost(botBytes * 3),
  bot: cost(botBytes),
  share: botBytes / 9_000,
  limit: botBytes / 9_000 / (1 + aboveLimit),
  aboveLimit,
});

describe('the report on costs', () => {
  it('holds all windows of a week together against the target: weekends are lighter', () => {
    const week = [130, 130, 130, 110, 60, 60, 80].map((bytes) => windowOf(bytes));

    const [share] = costSection(LOGS, week).targets;

    expect(share).toMatchObject({ isMet: true, promised: 'at most 1/85', measured: '1/90' });
  });

  it('says by how much a window is above its own limit where the target is missed', () => {
    const [share] = costSection(LOGS, [windowOf(110), windowOf(130, 0.05)]).targets;

    expect(share).toMatchObject({ isMet: false, measured: '1/75' });
    expect(share?.reason).toContain('no window is more than 5.0 % above its own limit');
  });
});
