import { checkBlocks, checkView } from '../../../../src/local/slack/block-kit/check-blocks.js';
import { LIMITS } from '../../../../src/local/slack/limits.js';
import type { Attempt } from '../attempt.js';
import {
  actions,
  button,
  chart,
  context,
  dataTable,
  header,
  input,
  type Json,
  mrkdwn,
  of,
  option,
  plain,
  raw,
  row,
  rows,
  section,
  select,
  table,
  times,
} from './builders.js';

/** A message whose blocks have so much of something. */
const inMessage = (blocks: (amount: number) => Json[], error = 'invalid_blocks'): Attempt => ({
  send: (amount) => checkBlocks(blocks(amount), { surface: 'message' })?.error,
  error,
});

/** A modal that has so much of something. */
const inModal = (more: (amount: number) => Json): Attempt => ({
  send: (amount) => checkView({ type: 'modal', title: plain('Note'), blocks: [section()], ...more(amount) })?.error,
  error: 'invalid_arguments',
});

const inButton = (more: (amount: number) => Json) => inMessage((amount) => [actions(button(more(amount)))]);
const inConfirm = (more: (amount: number) => Json) => inButton((n) => ({ confirm: { text: plain('?'), ...more(n) } }));
const inInput = (more: (amount: number) => Json) =>
  inModal((n) => ({ submit: plain('Save'), blocks: [input(more(n))] }));
const inOption = (one: (amount: number) => Json) => inMessage((n) => [actions(select({ options: [one(n)] }))]);
const options = (count: number) => times(count, (index) => option('a', `${index}`));
const series = (count: number) => times(count, (index) => ({ name: `s${index}`, data: [{ label: 'a', value: 1 }] }));
const points = (count: number): Json => {
  const categories = times(count, (index) => `${index}`);
  const data = categories.map((label) => ({ label, value: 1 }));
  return { series: [{ name: 's', data }], axis_config: { categories } };
};
const image = (more: Json): Json => ({ type: 'image', alt_text: 'a', image_url: 'https://example.com/a.png', ...more });
const card = (more: Json): Json => ({ type: 'card', ...more });
const feedback = (index: number): Json => ({
  type: 'icon_button',
  icon: 'trash',
  text: plain('Delete'),
  action_id: `${index}`,
});

/** So many characters over several texts, none of which is too long of itself. */
const sections = (characters: number): Json[] =>
  times(Math.ceil(characters / LIMITS.sectionTextCharacters), (index) =>
    section({
      text: plain(of(Math.min(LIMITS.sectionTextCharacters, characters - index * LIMITS.sectionTextCharacters))),
    }),
  );

/** An attempt at each limit of blocks and views. */
export const BLOCK_ATTEMPTS: Readonly<Record<string, Attempt>> = {
  blocksPerMessage: inMessage((n) => times(n, () => section())),
  blocksPerView: inModal((n) => ({ blocks: times(n, () => section()) })),
  blockTextCharacters: inMessage(sections, 'msg_blocks_too_long'),
  blockIdCharacters: inMessage((n) => [section({ block_id: of(n) })]),
  actionIdCharacters: inButton((n) => ({ action_id: of(n) })),

  sectionTextCharacters: inMessage((n) => [section({ text: mrkdwn(of(n)) })]),
  sectionFields: inMessage((n) => [section({ fields: times(n, () => mrkdwn('a')) })]),
  sectionFieldCharacters: inMessage((n) => [section({ fields: [mrkdwn(of(n))] })]),
  headerCharacters: inMessage((n) => [header(of(n))]),
  headerLevels: inMessage((n) => [{ ...header('a'), level: n }]),
  contextElements: inMessage((n) => [context(n)]),
  actionsElements: inMessage((n) => [actions(...times(n, (index) => button({ action_id: `${index}` })))]),
  contextActionsElements: inMessage((n) => [{ type: 'context_actions', elements: times(n, feedback) }]),
  labelCharacters: inInput((n) => ({ label: plain(of(n)) })),
  altTextCharacters: inMessage((n) => [image({ alt_text: of(n) })]),
  urlCharacters: inButton((n) => ({ url: of(n) })),
  markdownCharacters: inMessage((n) => [{ type: 'markdown', text: of(n) }]),
  alertCharacters: inModal((n) => ({ blocks: [{ type: 'alert', text: plain(of(n)) }] })),
  cardTitleCharacters: inMessage((n) => [card({ title: mrkdwn(of(n)) })]),
  cardBodyCharacters: inMessage((n) => [card({ body: mrkdwn(of(n)) })]),
  cardActions: inMessage((n) => [card({ actions: times(n, (index) => button({ action_id: `${index}` })) })]),
  carouselCards: inMessage((n) => [{ type: 'carousel', elements: times(n, () => card({ body: mrkdwn('a') })) }]),
  containerBlocks: inMessage((n) => [{ type: 'container', child_blocks: times(n, () => section()) }]),

  buttonTextCharacters: inButton((n) => ({ text: plain(of(n)) })),
  buttonValueCharacters: inButton((n) => ({ value: of(n) })),
  placeholderCharacters: inMessage((n) => [actions(select({ placeholder: plain(of(n)) }))]),
  inputCharacters: inInput((n) => ({ element: { type: 'plain_text_input', action_id: 'a', initial_value: of(n) } })),
  selectOptions: inMessage((n) => [actions(select({ options: options(n) }))]),
  optionTextCharacters: inOption((n) => option(of(n))),
  optionValueCharacters: inOption((n) => option('a', of(n))),
  overflowOptions: inMessage((n) => [actions({ type: 'overflow', action_id: 'o', options: options(n) })]),
  choices: inMessage((n) => [actions({ type: 'radio_buttons', action_id: 'r', options: options(n) })]),
  confirmTitleCharacters: inConfirm((n) => ({ title: plain(of(n)) })),
  confirmTextCharacters: inConfirm((n) => ({ text: plain(of(n)) })),
  confirmButtonCharacters: inConfirm((n) => ({ deny: plain(of(n)) })),

  tableRows: inMessage((n) => [table(rows(n, 1))]),
  tableColumns: inMessage((n) => [table([row(n)])]),
  tableCharacters: inMessage((n) => [table([[raw(of(5_000)), raw(of(n - 5_000))]])]),
  dataTableRows: inMessage((n) => [dataTable(rows(n + 1, 1))]),
  dataTableColumns: inMessage((n) => [dataTable(rows(2, n))]),
  dataTableCharacters: inMessage((n) => [dataTable([[raw(of(5_000))], [raw(of(n - 5_000))]])]),
  dataTablePageSize: inMessage((n) => [dataTable(rows(2), { page_size: n })]),
  chartTitleCharacters: inMessage((n) => [{ ...chart(), title: of(n) }]),
  chartLabelCharacters: inMessage((n) => [chart({ series: [{ name: of(n), data: [{ label: 'a', value: 1 }] }] })]),
  chartSeries: inMessage((n) => [chart({ series: series(n) })]),
  chartPoints: inMessage((n) => [chart(points(n))]),

  viewTitleCharacters: inModal((n) => ({ title: plain(of(n)) })),
  privateMetadataCharacters: inModal((n) => ({ private_metadata: of(n) })),
  callbackIdCharacters: inModal((n) => ({ callback_id: of(n) })),
};
