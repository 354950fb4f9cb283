import { describe, expect, it } from '@jest/globals';
import { checkBlocks, checkView } from '../../../../src/local/slack/block-kit/check-blocks.js';
import { LIMITS } from '../../../../src/local/slack/limits.js';
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
  number,
  of,
  option,
  plain,
  raw,
  rich,
  row,
  rows,
  section,
  select,
  table,
  times,
} from './builders.js';

const message = (...blocks: Json[]) => checkBlocks(blocks, { surface: 'message' });

describe('a message', () => {
  it.each<[string, Json[]]>([
    ['50 blocks', times(LIMITS.blocksPerMessage, () => section())],
    ['the longest section', [section({ text: mrkdwn(of(LIMITS.sectionTextCharacters)) })]],
    ['ten fields', [section({ fields: times(LIMITS.sectionFields, () => mrkdwn('a')) })]],
    ['the longest header, of level 2', [{ ...header(of(LIMITS.headerCharacters)), level: 2 }]],
    ['ten context elements', [context(LIMITS.contextElements)]],
    ['25 buttons', [actions(...times(LIMITS.actionsElements, (i) => button({ action_id: `go${i}` })))]],
    [
      'a button with everything',
      [actions(button({ value: of(2000), style: 'danger', confirm: { text: plain('?') } }))],
    ],
    ['100 options', [actions(select({ options: times(LIMITS.selectOptions, (i) => option('a', `${i}`)) }))]],
    ['a table of 100 rows and 20 columns', [table(rows(100, 20))]],
    ['a table with a column that has no settings', [table(rows(2), { column_settings: [null, { align: 'right' }] })]],
    ['a data_table of 100 rows under its header', [dataTable(rows(LIMITS.dataTableRows + 1))]],
    ['a data_table with numbers and rich text', [dataTable([row(2), [number(4), rich({ type: 'text', text: 'x' })]])]],
    ['two data_tables', [dataTable(rows(2)), dataTable(rows(2))]],
    ['a chart', [chart()]],
    ['a container with a table in it', [{ type: 'container', child_blocks: [table(rows(2)), section()] }]],
    [
      'a plan',
      [{ type: 'plan', title: 'p', tasks: [{ type: 'task_card', task_id: 't', title: 't', status: 'complete' }] }],
    ],
    ['a date in the reader’s own time', [rich({ type: 'date', timestamp: 1_763_000_000, format: '{time}' })]],
    ['the same action_id in two blocks', [actions(button()), actions(button())]],
    [
      'the same action_id in two blocks of a container',
      [{ type: 'container', child_blocks: [actions(button()), actions(button())] }],
    ],
  ])('may have %s', (_, blocks) => {
    expect(message(...blocks)).toBeUndefined();
  });

  it.each<[string, Json[], string, string]>([
    ['51 blocks', times(51, () => section()), 'no more than 50 items allowed', '/blocks'],
    ['an unknown block', [{ type: 'sectoin' }], 'unsupported type: sectoin', '/blocks/0/type'],
    ['an input', [input()], 'unsupported type: input', '/blocks/0/type'],
    ['an alert', [{ type: 'alert', text: plain('a') }], 'unsupported type: alert', '/blocks/0/type'],
    ['a field that no section has', [section({ txt: 1 })], 'invalid additional property: txt', '/blocks/0'],
    [
      'emoji in mrkdwn',
      [section({ text: { ...mrkdwn('a'), emoji: true } })],
      'invalid additional property: emoji',
      '/blocks/0/text',
    ],
    ['a section with nothing', [{ type: 'section' }], 'must define either `text` or `fields`', '/blocks/0'],
    [
      'a section too long',
      [section({ text: mrkdwn(of(3001)) })],
      'must be less than 3001 characters',
      '/blocks/0/text/text',
    ],
    ['an empty section', [section({ text: mrkdwn('') })], 'must be more than 0 characters', '/blocks/0/text/text'],
    ['a text that is a string', [section({ text: 'a' })], 'must provide an object', '/blocks/0/text'],
    [
      '11 fields',
      [section({ fields: times(11, () => mrkdwn('a')) })],
      'no more than 10 items allowed',
      '/blocks/0/fields',
    ],
    [
      'a field too long',
      [section({ fields: [mrkdwn(of(2001))] })],
      'must be less than 2001 characters',
      '/blocks/0/fields/0/text',
    ],
    ['a block_id too long', [section({ block_id: of(256) })], 'must be less than 256 characters', '/blocks/0/block_id'],
    ['a block_id twice', times(2, () => section({ block_id: 'b' })), 'block_id "b" already exists', '/blocks'],
    ['a header too long', [header(of(151))], 'must be less than 151 characters', '/blocks/0/text/text'],
    [
      'a header in mrkdwn',
      [{ type: 'header', text: mrkdwn('a') }],
      'Invalid input: expected "plain_text"',
      '/blocks/0/text/type',
    ],
    ['a header without text', [{ type: 'header' }], 'missing required field: text', '/blocks/0/text'],
    ['11 context elements', [context(11)], 'no more than 10 items allowed', '/blocks/0/elements'],
    [
      'a button in a context',
      [{ type: 'context', elements: [button()] }],
      'unsupported type: button',
      '/blocks/0/elements/0/type',
    ],
    [
      '26 buttons',
      [actions(...times(26, (i) => button({ action_id: `${i}` })))],
      'no more than 25 items allowed',
      '/blocks/0/elements',
    ],
    ['no buttons', [actions()], 'no fewer than 1 items allowed', '/blocks/0/elements'],
    ['an action_id twice', [actions(button(), button())], 'action_id "go" already exists in this block', '/blocks/0'],
    [
      'an action_id too long',
      [actions(button({ action_id: of(256) }))],
      'must be less than 256 characters',
      '/blocks/0/elements/0/action_id',
    ],
    [
      'a button text too long',
      [actions(button({ text: plain(of(76)) }))],
      'must be less than 76 characters',
      '/blocks/0/elements/0/text/text',
    ],
    [
      'a button value too long',
      [actions(button({ value: of(2001) }))],
      'must be less than 2001 characters',
      '/blocks/0/elements/0/value',
    ],
    [
      'a button value that is a number',
      [actions(button({ value: 1 }))],
      'must provide a string',
      '/blocks/0/elements/0/value',
    ],
    [
      'a button of another colour',
      [actions(button({ style: 'blue' }))],
      'Invalid option: expected one of "primary"|"danger"',
      '/blocks/0/elements/0/style',
    ],
    [
      '101 options',
      [actions(select({ options: times(101, () => option('a')) }))],
      'no more than 100 items allowed',
      '/blocks/0/elements/0/options',
    ],
    [
      'an option text too long',
      [actions(select({ options: [option(of(76))] }))],
      'must be less than 76 characters',
      '/blocks/0/elements/0/options/0/text/text',
    ],
    [
      'an option value too long',
      [actions(select({ options: [option('a', of(76))] }))],
      'must be less than 76 characters',
      '/blocks/0/elements/0/options/0/value',
    ],
    [
      'a select without options',
      [actions({ type: 'static_select', action_id: 's' })],
      'must define either `options` or `option_groups`',
      '/blocks/0/elements/0',
    ],
    [
      'an overflow of 6',
      [section({ accessory: { type: 'overflow', action_id: 'o', options: times(6, () => option('a')) } })],
      'no more than 5 items allowed',
      '/blocks/0/accessory/options',
    ],
    [
      '11 checkboxes',
      [actions({ type: 'checkboxes', action_id: 'c', options: times(11, () => option('a')) })],
      'no more than 10 items allowed',
      '/blocks/0/elements/0/options',
    ],
    [
      'a confirm title too long',
      [actions(button({ confirm: { title: plain(of(101)), text: plain('?') } }))],
      'must be less than 101 characters',
      '/blocks/0/elements/0/confirm/title/text',
    ],
    [
      'a confirm text too long',
      [actions(button({ confirm: { text: plain(of(301)) } }))],
      'must be less than 301 characters',
      '/blocks/0/elements/0/confirm/text/text',
    ],
    [
      'a confirm button too long',
      [actions(button({ confirm: { text: plain('?'), confirm: plain(of(31)) } }))],
      'must be less than 31 characters',
      '/blocks/0/elements/0/confirm/confirm/text',
    ],
    ['101 table rows', [table(rows(101, 1))], 'no more than 100 items allowed', '/blocks/0/rows'],
    ['21 table cells', [table(rows(1, 21))], 'no more than 20 items allowed', '/blocks/0/rows/0'],
    ['an empty table cell', [table([[raw('')]])], 'must be more than 0 characters', '/blocks/0/rows/0/0/text'],
    ['a number in a table', [table([[number(1)]])], 'unsupported type: raw_number', '/blocks/0/rows/0/0/type'],
    [
      'an empty alignment',
      [table(rows(1), { column_settings: [{ align: '' }] })],
      'Invalid option: expected one of "left"|"center"|"right"',
      '/blocks/0/column_settings/0/align',
    ],
    ['two tables', [table(rows(1)), table(rows(1))], 'only_one_table_allowed', '/blocks'],
    [
      'a table with too much text',
      [table([[raw(of(5000)), raw(of(5001))]])],
      'all table cells together must be less than 10001 characters',
      '/blocks',
    ],
    [
      'a data_table without a caption',
      [{ type: 'data_table', rows: rows(2) }],
      'missing required field: caption',
      '/blocks/0/caption',
    ],
    [
      'a data_table with rich text in its header',
      [dataTable([[rich({ type: 'text', text: 'a' })], row(1)])],
      'unsupported type: rich_text',
      '/blocks/0/rows/0/0/type',
    ],
    ['a data_table with a header alone', [dataTable([row(2)])], 'no fewer than 2 items allowed', '/blocks/0/rows'],
    ['101 data rows', [dataTable(rows(102, 1))], 'no more than 101 items allowed', '/blocks/0/rows'],
    ['21 columns', [dataTable(rows(2, 21))], 'no more than 20 items allowed', '/blocks/0/rows/0'],
    ['a data row too short', [dataTable([row(2), row(1)])], 'must have 2 cells like the first row', '/blocks/0/rows/1'],
    [
      'a page of 101',
      [dataTable(rows(2), { page_size: 101 })],
      'Too big: expected number to be <=100',
      '/blocks/0/page_size',
    ],
    [
      'a row header column that is not there',
      [dataTable(rows(2), { row_header_column_index: 2 })],
      'no such column',
      '/blocks/0/row_header_column_index',
    ],
    [
      'data_tables with too much text',
      times(2, () => dataTable([row(1), [raw(of(5001))]])),
      'all data_table cells together must be less than 10001 characters',
      '/blocks',
    ],
    [
      'an empty text in rich text',
      [rich({ type: 'text', text: '' })],
      'must be more than 0 characters',
      '/blocks/0/elements/0/elements/0/text',
    ],
    [
      'rich text that is no section',
      [{ type: 'rich_text', elements: [{ type: 'text', text: 'a' }] }],
      'unsupported type: text',
      '/blocks/0/elements/0/type',
    ],
    [
      'a mention in preformatted text',
      [
        {
          type: 'rich_text',
          elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'user', user_id: 'U1' }] }],
        },
      ],
      'unsupported type: user',
      '/blocks/0/elements/0/elements/0/type',
    ],
    [
      'too much markdown',
      times(2, () => ({ type: 'markdown', text: of(6001) })),
      'all markdown blocks together must be less than 12001 characters',
      '/blocks',
    ],
    [
      'an image without a text for it',
      [{ type: 'image', image_url: 'https://example.com/a.png' }],
      'missing required field: alt_text',
      '/blocks/0/alt_text',
    ],
    [
      'an image from nowhere',
      [{ type: 'image', alt_text: 'a' }],
      'must define either `image_url` or `slack_file`',
      '/blocks/0',
    ],
    [
      'a container in a container',
      [{ type: 'container', child_blocks: [{ type: 'container', child_blocks: [section()] }] }],
      'unsupported type: container',
      '/blocks/0/child_blocks/0/type',
    ],
    ['a chart title too long', [{ ...chart(), title: of(51) }], 'must be less than 51 characters', '/blocks/0/title'],
    [
      'a category without a point',
      [chart({ axis_config: { categories: ['a', 'b'] } })],
      'must have exactly one point per category in each series',
      '/blocks/0/chart',
    ],
    [
      'a card with 4 buttons',
      [{ type: 'card', actions: times(4, () => button()) }],
      'no more than 3 items allowed',
      '/blocks/0/actions',
    ],
  ])('may not have %s', (_, blocks, reason, pointer) => {
    expect(message(...blocks)).toEqual({ error: 'invalid_blocks', reason: expect.stringContaining(reason), pointer });
  });

  it('may not have more than about 13,200 characters in all blocks together', () => {
    const blocks = times(5, () => section({ text: mrkdwn(of(2700)) }));

    expect(message(...blocks)).toMatchObject({ error: 'msg_blocks_too_long' });
    expect(message(...blocks.slice(1))).toBeUndefined();
  });

  it('may not have blocks that the workspace does not have yet, wherever they are', () => {
    const rules = { surface: 'message', refuseBlocks: ['data_table', 'table'] } as const;
    const refused = (type: string) => ({ reason: `unsupported type: ${type}`, pointer: '/blocks/0/type' });

    expect(checkBlocks([dataTable(rows(2))], rules)).toMatchObject(refused('data_table'));
    expect(checkBlocks([{ type: 'container', child_blocks: [table(rows(2))] }], rules)).toMatchObject(refused('table'));
  });
});

describe('a view', () => {
  const modal = (more: Json = {}) => ({ type: 'modal', title: plain('Note'), blocks: [section()], ...more });

  it.each<[string, Json]>([
    ['100 blocks', modal({ blocks: times(100, () => section()) })],
    ['an input and a button to submit it', modal({ submit: plain('Save'), blocks: [input()] })],
    ['an alert', modal({ blocks: [{ type: 'alert', level: 'warning', text: plain('a') }] })],
    ['a Home tab without a title', { type: 'home', blocks: [section()] }],
  ])('may have %s', (_, view) => {
    expect(checkView(view)).toBeUndefined();
  });

  it.each<[string, Json, string, string]>([
    ['101 blocks', modal({ blocks: times(101, () => section()) }), 'no more than 100 items allowed', '/view/blocks'],
    ['a title too long', modal({ title: plain(of(25)) }), 'must be less than 25 characters', '/view/title/text'],
    ['a submit too long', modal({ submit: plain(of(25)) }), 'must be less than 25 characters', '/view/submit/text'],
    ['a close too long', modal({ close: plain(of(25)) }), 'must be less than 25 characters', '/view/close/text'],
    ['no title', { type: 'modal', blocks: [] }, 'missing required field: title', '/view/title'],
    [
      'private_metadata too long',
      modal({ private_metadata: of(3001) }),
      'must be less than 3001 characters',
      '/view/private_metadata',
    ],
    [
      'a callback_id too long',
      modal({ callback_id: of(256) }),
      'must be less than 256 characters',
      '/view/callback_id',
    ],
    ['an input without submit', modal({ blocks: [input()] }), 'missing required field: submit', '/view'],
    ['a data_table', modal({ blocks: [dataTable(rows(2))] }), 'unsupported type: data_table', '/view/blocks/0/type'],
    [
      'an alert on the Home tab',
      { type: 'home', blocks: [{ type: 'alert', text: plain('a') }] },
      'unsupported type: alert',
      '/view/blocks/0/type',
    ],
    [
      'a section too long',
      modal({ blocks: [section({ text: mrkdwn(of(3001)) })] }),
      'must be less than 3001 characters',
      '/view/blocks/0/text/text',
    ],
    ['another type', { type: 'workflow_step', blocks: [] }, 'unsupported type: workflow_step', '/view/type'],
  ])('may not have %s', (_, view, reason, pointer) => {
    expect(checkView(view)).toEqual({ error: 'invalid_arguments', reason: expect.stringContaining(reason), pointer });
  });
});
