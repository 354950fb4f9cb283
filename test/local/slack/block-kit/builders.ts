/** Block Kit JSON as an app sends it: of each thing, the least that Slack takes. */
export type Json = Readonly<Record<string, unknown>>;

/** A text of so many characters. */
export const of = (length: number) => 'x'.repeat(length);
/** So many of something. */
export const times = <T>(count: number, item: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => item(i));
/** Text as it is. */
export const plain = (text: string) => ({ type: 'plain_text', text });
/** Text with markup. */
export const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
/** A cell with text. */
export const raw = (text: string) => ({ type: 'raw_text', text });
/** A cell with a number. */
export const number = (value: number) => ({ type: 'raw_number', value, text: String(value) });
/** Rich text of one section. */
export const rich = (...elements: Json[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
/** A `section`. */
export const section = (more: Json = {}) => ({ type: 'section', text: mrkdwn('a'), ...more });
/** A `header`. */
export const header = (text: string) => ({ type: 'header', text: plain(text) });
/** A `context` of so many texts. */
export const context = (count: number) => ({ type: 'context', elements: times(count, () => mrkdwn('a')) });
/** A `button`. */
export const button = (more: Json = {}) => ({ type: 'button', action_id: 'go', text: plain('Go'), ...more });
/** An `actions` block. */
export const actions = (...elements: Json[]) => ({ type: 'actions', elements });
/** An option of a select. */
export const option = (text: string, value = 'v') => ({ text: plain(text), value });
/** A `static_select`. */
export const select = (more: Json = {}) => ({ type: 'static_select', action_id: 's', options: [option('a')], ...more });
/** A `table`. */
export const table = (rows: readonly unknown[], more: Json = {}) => ({ type: 'table', rows, ...more });
/** A `data_table`; its first row is the header. */
export const dataTable = (rows: readonly unknown[], more: Json = {}) => ({
  type: 'data_table',
  caption: 'c',
  rows,
  ...more,
});
/** A row of so many cells. */
export const row = (columns: number) => times(columns, (i) => raw(`c${i}`));
/** So many rows. */
export const rows = (count: number, columns = 2) => times(count, () => row(columns));
/** An `input` that asks for a text. */
export const input = (more: Json = {}) => ({
  type: 'input',
  label: plain('Note'),
  element: { type: 'plain_text_input', action_id: 'text' },
  ...more,
});
const line = { categories: ['a'] };
/** A `data_visualization` of one bar. */
export const chart = (more: Json = {}) => ({
  type: 'data_visualization',
  title: 'Calls',
  chart: { type: 'bar', series: [{ name: 's', data: [{ label: 'a', value: 1 }] }], axis_config: line, ...more },
});
