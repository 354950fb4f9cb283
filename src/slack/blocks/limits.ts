/**
 * Slack's limits, and how much of them we use. https://docs.slack.dev/reference/block-kit/blocks and
 * …/block-kit/block-elements (as of November 2026).
 */

/** Rows of a `data_table` or `table`, its header not counted. */
export const MAX_TABLE_ROWS = 100;

/** Slack counts 10,000 characters over all cells of a message's tables and refuses the whole message beyond. */
export const MAX_TABLE_CHARACTERS = 9_000;

/** Of a button's text; Slack shows about 30 of them. */
export const MAX_BUTTON_TEXT = 75;

/** Options of a select. */
export const MAX_OPTIONS = 100;

/** Of an option's text; also of its value, by the stricter of two sources. */
export const MAX_OPTION_TEXT = 75;

/** Of the text that stands for a message in notifications, when it is an edit. */
export const MAX_EDITED_TEXT = 4_000;
