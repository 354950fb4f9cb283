import { describe, expect, it } from '@jest/globals';
import { LIMITS } from '../../../src/local/slack/limits.js';
import * as ours from '../../../src/slack/blocks/limits.js';

/** Ours, and the stand-in's that stands for Slack's. */
const PAIRS: Readonly<Record<keyof typeof ours, number>> = {
  MAX_BLOCKS: LIMITS.blocksPerMessage,
  MAX_VIEW_BLOCKS: LIMITS.blocksPerView,
  MAX_MESSAGE_CHARACTERS: LIMITS.blockTextCharacters,
  MAX_EDITED_TEXT: LIMITS.updateTextCharacters,
  MAX_HEADER: LIMITS.headerCharacters,
  MAX_SECTION: LIMITS.sectionTextCharacters,
  MAX_PLAN_TITLE: LIMITS.sectionTextCharacters,
  MAX_TABLE_ROWS: LIMITS.dataTableRows,
  MAX_TABLE_CHARACTERS: LIMITS.dataTableCharacters,
  MAX_BUTTON_TEXT: LIMITS.buttonTextCharacters,
  MAX_BUTTON_VALUE: LIMITS.buttonValueCharacters,
  MAX_CONFIRM_TITLE: LIMITS.confirmTitleCharacters,
  MAX_CONFIRM_TEXT: LIMITS.confirmTextCharacters,
  MAX_CONFIRM_BUTTON: LIMITS.confirmButtonCharacters,
  MAX_OPTIONS: LIMITS.selectOptions,
  MAX_OPTION_TEXT: LIMITS.optionValueCharacters,
  MAX_OVERFLOW_OPTIONS: LIMITS.overflowOptions,
  MAX_CHART_TITLE: LIMITS.chartTitleCharacters,
  MAX_CHART_LABEL: LIMITS.chartLabelCharacters,
  MAX_CHART_POINTS: LIMITS.chartPoints,
  MAX_CHART_SERIES: LIMITS.chartSeries,
};

describe('the limits that renderers keep', () => {
  it.each(Object.entries(ours))('are none beyond those that the stand-in enforces: %s', (name, limit) => {
    const [, enforced] = Object.entries(PAIRS).find(([one]) => one === name) ?? [];

    expect(enforced).toBeDefined();
    expect(limit).toBeLessThanOrEqual(enforced ?? 0);
  });
});
