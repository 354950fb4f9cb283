import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { View } from '../../../src/local/slack/protocol.js';
import { inBrowser, textOf, type Visit, visit } from './page-in-browser.js';
import { at, botMessage, choices, identityTable, said } from './page-messages.js';

const HOSTILE = '<img src=x onerror="document.title=1"> <!channel> *bold* &amp; :key:';

inBrowser('the page', () => {
  let opened: Visit;
  let page: Visit['page'];
  let stage: Visit['stage'];
  let message: Visit['message'];
  let nextAct: Visit['nextAct'];
  let show: Visit['show'];

  beforeAll(async () => {
    opened = await visit();
    ({ page, stage, message, nextAct, show } = opened);
  });
  beforeEach(() => opened.reset());
  afterAll(() => opened.close());

  const column = (index: number) => page.getByTestId('data-table').locator(`tbody tr > :nth-child(${index})`);

  it('shows messages with their author, and the bot as an app', async () => {
    await show([said(0, 'Looking at <@U0BOB>: *urgent*'), botMessage(60, [], { text: 'ready' })]);

    expect(await textOf(message(0))).toContain('alice');
    expect(await textOf(message(0))).toContain('Looking at @bob: urgent');
    expect(await textOf(message(60))).toMatch(/ir-bot\s+APP\s+09:01\s+ready/);
    expect(opened.complaints).toEqual([]);
  });

  it('shows what an attacker wrote as the text that it is', async () => {
    const raw = { type: 'raw_text', text: HOSTILE };
    const text = {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: HOSTILE }] }],
    };
    const table = { type: 'data_table', caption: 'Agents', rows: [[{ type: 'raw_text', text: 'Agent' }], [raw]] };
    const plain = { type: 'section', text: { type: 'plain_text', text: HOSTILE, emoji: false } };

    await show([botMessage(0, [text, table, plain, { type: 'table', rows: [[raw], [raw]] }])]);

    expect(await message(0).getByText(HOSTILE, { exact: true }).count()).toBe(5);
    expect(await message(0).locator('img').count()).toBe(0);
    expect(await page.title()).toContain('inc-042');
    expect(opened.complaints).toEqual([]);
  });

  it('never follows a link to anything but the web, and loads no picture from elsewhere', async () => {
    const link = { type: 'link', url: 'javascript:alert(1)', text: 'click me' };
    const text = { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [link] }] };
    const image = { type: 'image', image_url: 'https://evil.example/pixel.png', alt_text: 'a chart' };

    await show([botMessage(0, [text, image]), said(60, '<javascript:alert(1)|here> and <https://example.com|there>')]);

    expect(await message(0).locator('a, img').count()).toBe(0);
    expect(await textOf(message(0))).toContain('a chart');
    expect(await message(60).locator('a').allInnerTexts()).toEqual(['there']);
    expect(opened.complaints).toEqual([]);
  });

  it('leaves the rest of a message alone when one block is unknown or broken', async () => {
    const divider = { type: 'section', text: { type: 'mrkdwn', text: 'still here' } };

    await show([botMessage(0, [{ type: 'hologram' }, { type: 'section', text: 5 }, divider])]);

    expect(await textOf(message(0))).toContain('“hologram”');
    expect(await textOf(message(0))).toContain('could not be read');
    expect(await textOf(message(0))).toContain('still here');
  });

  it('sorts a data table by number and by text, and back', async () => {
    await show([botMessage(0, [identityTable(40)])]);
    const sortBy = (name: string) => page.getByRole('button', { name, exact: false }).click();

    await sortBy('Calls');
    expect(await column(3).allInnerTexts()).toEqual(['3', '6', '9', '12', '15', '18', '21', '24', '27', '30']);

    await sortBy('Calls');
    expect((await column(3).allInnerTexts())[0]).toBe('120');

    await sortBy('Service');
    expect(new Set(await column(2).allInnerTexts())).toEqual(new Set(['ec2']));
    expect(await textOf(page.locator('th[aria-sort=ascending]'))).toContain('Service');
  });

  it('filters a data table, and pages through what is left', async () => {
    await show([botMessage(0, [identityTable(100)])]);
    const foot = page.getByTestId('data-table').locator('.table-foot');
    expect(await textOf(foot)).toContain('1–10 of 100 rows');

    await page.getByRole('button', { name: 'Next page' }).click();
    expect(await textOf(foot)).toContain('11–20 of 100 rows');

    await page.getByLabel('Filter Refused identities').fill('BUILD-9');
    expect(await textOf(foot)).toContain('1–10 of 11 of 100 rows');
    expect((await column(1).allInnerTexts())[0]).toBe('arn:aws:iam::111122223333:user/build-9');

    await page.getByLabel('Filter Refused identities').fill('nobody');
    expect(await textOf(page.getByTestId('data-table'))).toContain('No row has “nobody”.');
  });

  it('has no filter and no pages where a few rows are all there is', async () => {
    await show([botMessage(0, [identityTable(5)])]);

    expect(await page.getByTestId('data-table').locator('input').count()).toBe(0);
    expect(await textOf(page.getByTestId('data-table').locator('.table-foot'))).toBe('5 rows');
  });

  it('tells the bot which button was clicked', async () => {
    await show([botMessage(0, [choices])]);

    const act = await nextAct('block_action', () => page.getByRole('button', { name: 'user/build' }).click());

    expect(act).toMatchObject({
      as: 'U0ALICE',
      container: { channelId: 'C0INC042', ts: at(0) },
      action: { type: 'button', action_id: 'pick:0', block_id: 'choices', value: 'pick-0' },
    });
  });

  it('asks before a button that wants it, and does nothing on a no', async () => {
    await show([botMessage(0, [choices])]);
    const before = stage.acts.length;

    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    expect(stage.acts).toHaveLength(before);

    await page.getByRole('button', { name: 'Stop' }).click();
    const act = await nextAct('block_action', () => page.getByRole('button', { name: 'Stop it' }).click());
    expect(act).toMatchObject({ action: { action_id: 'stop', value: 'stop-1' } });
  });

  it('tells the bot what was chosen from a menu', async () => {
    await show([botMessage(0, [choices])]);

    await page.getByRole('button', { name: '2 more' }).click();
    const act = await nextAct('block_action', () => page.getByRole('option', { name: 'role/backup' }).click());

    expect(act).toMatchObject({
      action: {
        type: 'static_select',
        action_id: 'pick:more',
        block_id: 'choices',
        selected_option: { value: 'pick-6', text: { text: 'role/backup' } },
      },
    });
  });

  it('shows what is wrong with a form, and sends what it holds', async () => {
    await show([]);
    stage.tell({ type: 'modal', view: noteView });
    await page.getByRole('button', { name: 'Save' }).click();
    expect(await textOf(page.getByRole('alert'))).toBe('Please complete this required field.');

    stage.answer = { ok: false, errors: { note: 'Too short.' } };
    await page.getByPlaceholder('What did you find?').fill('x');
    const act = await nextAct('view_submission', () => page.getByRole('button', { name: 'Save' }).click());

    expect(act).toMatchObject({ viewId: 'V1', values: { note: { text: { type: 'plain_text_input', value: 'x' } } } });
    expect(await textOf(page.getByText('Too short.'))).toBe('Too short.');

    stage.tell({ type: 'modal', view: null });
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('sends a command, and opens the thread that the bot answers in', async () => {
    await show([]);

    await page.getByRole('button', { name: 'Type /ir authfail' }).click();
    const act = await nextAct('slash_command', () => page.getByTestId('composer').press('Enter'));
    stage.tell({ type: 'message', message: botMessage(60, [], { text: 'Case 7' }) });

    expect(act).toEqual({ type: 'slash_command', as: 'U0ALICE', channelId: 'C0INC042', text: '/ir authfail' });
    expect(await textOf(page.getByTestId('thread').getByTestId('message'))).toContain('Case 7');
  });

  it('offers the commands at a slash, and brings back what was sent', async () => {
    await show([]);
    const composer = page.getByTestId('composer');

    await composer.fill('/');
    expect(await textOf(page.getByRole('option'))).toMatch(/\/ir authfail 24h\s+Investigate an AWS identity/);
    await composer.press('Tab');
    expect(await composer.inputValue()).toBe('/ir ');

    await composer.fill('/ir events');
    await nextAct('slash_command', () => composer.press('Enter'));
    expect(await composer.inputValue()).toBe('');
    await composer.press('ArrowUp');
    expect(await composer.inputValue()).toBe('/ir events');
  });

  it('gives a command back that was refused, with the reason', async () => {
    await show([]);
    stage.answer = { ok: false, error: '/foo is not a valid command.' };

    await page.getByTestId('composer').fill('/foo');
    await page.getByTestId('composer').press('Enter');

    expect(await textOf(page.getByRole('alert'))).toBe('/foo is not a valid command.');
    expect(await page.getByTestId('composer').inputValue()).toBe('/foo');
  });

  it('says what is going on, and that the connection was lost', async () => {
    await show([]);

    stage.tell({ type: 'notice', notice: 'reading logs: 1,200 of 4,000 files' });
    expect(await page.getByRole('progressbar').getAttribute('value')).toBe('0.3');

    stage.hangUp();
    await page.getByText('reconnecting…').waitFor();
  });

  it('shows the Home that the bot made', async () => {
    await show([]);
    const section = { type: 'section', text: plain('Two cases are open.') };

    const act = await nextAct('home_opened', () => page.getByRole('button', { name: 'ir-bot' }).click());
    stage.tell({ type: 'home', view: { id: 'H1', type: 'home', blocks: [section, { ...choices, block_id: 'home' }] } });
    expect(act).toEqual({ type: 'home_opened', as: 'U0ALICE' });

    const click = await nextAct('block_action', () => page.getByRole('button', { name: 'user/build' }).click());
    expect(await page.getByText('Two cases are open.').count()).toBe(1);
    expect(click).toMatchObject({ container: { viewId: 'H1' }, action: { block_id: 'home' } });
  });

  it('takes no command in a thread', async () => {
    await show([said(0, 'hello')], `?as=U0ALICE&channel=C0INC042&thread=${at(0)}`);
    const before = stage.acts.length;

    await page.getByTestId('thread-composer').fill('/ir authfail');
    await page.getByTestId('thread-composer').press('Enter');

    expect(await textOf(page.getByTestId('thread').getByRole('alert'))).toContain('/ir is not supported in threads');
    expect(stage.acts).toHaveLength(before);
  });

  it('shows the view of another person after the switch, and keeps it in the address', async () => {
    await show([said(0, 'for all'), botMessage(60, [], { text: 'for bob', ephemeralFor: 'U0BOB' })]);
    expect(await message(60).count()).toBe(0);

    await page.getByTestId('person-switch').click();
    await page.getByRole('option', { name: 'bob responder' }).click();
    await message(60).waitFor();

    expect(await textOf(message(60))).toContain('Only visible to you');
    expect(new URL(page.url()).searchParams.get('as')).toBe('U0BOB');

    await message(60).getByRole('button', { name: 'Dismiss' }).click();
    await message(60).waitFor({ state: 'detached' });
  });

  it('follows a permalink in place, to a highlighted message in its thread', async () => {
    const address = `${stage.origin}/?channel=C0INC042&thread=${at(0)}&ts=${at(60)}`;
    const reply = botMessage(60, [], { text: 'the answer', threadTs: at(0) });
    await show([said(0, 'parent'), reply, said(120, `see <${address}|the answer>`)], '?as=U0BOB&channel=C0INC042');

    await page.getByRole('link', { name: 'the answer' }).click();

    expect(await textOf(page.getByTestId('thread').locator('.highlighted'))).toContain('the answer');
    expect(new URL(page.url()).searchParams.get('as')).toBe('U0BOB');
  });

  it('replaces an edited message, drops a deleted one, and tells of a new reply', async () => {
    await show([said(0, 'first'), said(60, 'second')]);

    stage.tell({ type: 'message', message: said(0, 'better', { editedTs: at(90) }) });
    stage.tell({ type: 'message_deleted', channelId: 'C0INC042', ts: at(60) });
    stage.tell({ type: 'message', message: botMessage(120, [], { text: 'reply', threadTs: at(0) }) });
    await message(60).waitFor({ state: 'detached' });

    expect(await textOf(message(0))).toMatch(/\(edited\)\s+better\s+1 reply\s+NEW/);
  });
});

const plain = (text: string) => ({ type: 'plain_text', text });

const noteView: View = {
  id: 'V1',
  type: 'modal',
  title: { text: 'Add a note' },
  submit: { text: 'Save' },
  blocks: [
    {
      type: 'input',
      block_id: 'note',
      label: plain('Note'),
      element: { type: 'plain_text_input', action_id: 'text', placeholder: plain('What did you find?') },
    },
  ],
};
