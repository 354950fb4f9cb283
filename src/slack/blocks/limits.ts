/**
 * Slack's limits, and how much of them we use. Characters are UTF-16 units, numbers are inclusive. Where nothing else is said:
 * https://docs.slack.dev/reference/block-kit/blocks, …/block-kit/block-elements and the docstrings of `@slack/types` 3.2.0 (as of
 * November 2026).
 */

/** Blocks of a message. */
export const MAX_BLOCKS = 50;
/** Blocks of a modal or of the Home tab. https://docs.slack.dev/reference/views (as of November 2026) */
export const MAX_VIEW_BLOCKS = 100;

/** Of text over all blocks of a message; Slack refuses it beyond about 13,200 (measured: metabase#80105, as of November 2026). */
export const MAX_MESSAGE_CHARACTERS = 12_000;

/** Of the text that stands for a message in notifications, when it is an edit. https://docs.slack.dev/reference/methods/chat.update (as of November 2026) */
export const MAX_EDITED_TEXT = 4_000;

/** Of a `header`. https://docs.slack.dev/reference/block-kit/blocks/header-block (as of November 2026) */
export const MAX_HEADER = 150;
/** Of a `section`'s text. https://docs.slack.dev/reference/block-kit/blocks/section-block (as of November 2026) */
export const MAX_SECTION = 3_000;
/** Of a `plan`'s title, which has no limit that is documented: one line. https://docs.slack.dev/reference/block-kit/blocks/plan-block (as of November 2026) */
export const MAX_PLAN_TITLE = 150;

/** Rows of a table, its header not counted; in a `table` block, Slack counts the header as one of them. */
export const MAX_TABLE_ROWS = 100;
/** Slack counts 10,000 characters over all cells of a message's tables and refuses the whole message beyond. */
export const MAX_TABLE_CHARACTERS = 9_000;

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element (as of November 2026). Slack shows about 30 characters of a text. */
export const MAX_BUTTON_TEXT = 75;
/** Of a button's value. */
export const MAX_BUTTON_VALUE = 2_000;

/** https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object (as of November 2026) */
export const MAX_CONFIRM_TITLE = 100;
/** Of its text. */
export const MAX_CONFIRM_TEXT = 300;
/** Of the text of each of its buttons. */
export const MAX_CONFIRM_BUTTON = 30;

/** Options of a select. */
export const MAX_OPTIONS = 100;
/** Of an option's text; also of its value, by the stricter of two sources. */
export const MAX_OPTION_TEXT = 75;
/** Options of an overflow menu. https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element (as of November 2026) */
export const MAX_OVERFLOW_OPTIONS = 5;

/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block (as of November 2026) */
export const MAX_CHART_TITLE = 50;
/** Of a point's label and of a series' name. */
export const MAX_CHART_LABEL = 20;
/** Points of a series. */
export const MAX_CHART_POINTS = 20;
/** Series of a chart. */
export const MAX_CHART_SERIES = 6;
