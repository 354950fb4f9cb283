/**
 * Slack's limits, and how much of them we use. https://docs.slack.dev/reference/block-kit/blocks and
 * …/block-kit/block-elements (as of November 2026).
 */

/** Rows of a table, its header not counted; in a `table` block, Slack counts the header as one of them. */
export const MAX_TABLE_ROWS = 100;

/** Slack counts 10,000 characters over all cells of a message's tables and refuses the whole message beyond. */
export const MAX_TABLE_CHARACTERS = 9_000;

/** Of text over all blocks of a message; Slack refuses it beyond about 13,200 (measured: metabase#80105, as of November 2026). */
export const MAX_MESSAGE_CHARACTERS = 12_000;

/** Of a button's text; Slack shows about 30 of them. */
export const MAX_BUTTON_TEXT = 75;

/** Options of a select. */
export const MAX_OPTIONS = 100;

/** Of an option's text; also of its value, by the stricter of two sources. */
export const MAX_OPTION_TEXT = 75;

/** Of the text that stands for a message in notifications, when it is an edit. */
export const MAX_EDITED_TEXT = 4_000;

/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block (as of November 2026) */
export const MAX_CHART_TITLE = 50;
/** Of a point's label and of a series' name. */
export const MAX_CHART_LABEL = 20;
/** Points of a series. */
export const MAX_CHART_POINTS = 20;
/** Series of a chart. */
export const MAX_CHART_SERIES = 6;
