import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Block, View } from '../../../src/local/slack/protocol.js';
import { focusedName, inBrowser, textOf, until, type Visit, visit } from './page-in-browser.js';
import { botMessage, choices, said } from './page-messages.js';

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });
const option = (value: string) => ({ text: plain(value), value });

inBrowser('a modal on the page', () => {
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

  const openForm = async (blocks: readonly Block[] = fields('authfail')): Promise<void> => {
    await show([botMessage(0, [choices])]);
    await page.getByRole('button', { name: 'user/build' }).focus();
    stage.tell({ type: 'modal', view: formOf(blocks) });
    await page.getByRole('dialog').waitFor();
  };
  const submit = () => nextAct('view_submission', () => page.getByRole('button', { name: 'Ask', exact: true }).click());

  it('begins at the first field, and gives the focus back when it closes', async () => {
    await openForm();
    expect(await focusedName(page)).toBe('Question: authfail');

    const act = await nextAct('view_closed', () => page.keyboard.press('Escape'));

    expect(act).toMatchObject({ viewId: 'V1' });
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focusedName(page)).toBe('user/build');
  });

  it('gives the focus to the message when the menu that opened it is gone', async () => {
    await show([said(0, 'AKIAIOSFODNN7EXAMPLE')]);
    await message(0).hover();
    await message(0).getByRole('button', { name: 'More actions' }).click();
    await nextAct('message_shortcut', () => page.getByRole('option', { name: 'Investigate' }).click());
    await page.mouse.move(0, 0);
    stage.tell({ type: 'modal', view: formOf(fields('authfail')) });
    await page.getByRole('dialog').waitFor();

    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    expect(await focusedName(page)).toBe('alice at 09:00');
  });

  it('tells the bot of a choice that changes the form, and keeps what was written elsewhere', async () => {
    await openForm();
    await page.getByLabel('Note').fill('two\nlines');

    await page.getByRole('button', { name: 'Question: authfail' }).click();
    const act = await nextAct('block_action', () => page.getByRole('option', { name: 'about' }).click());
    stage.tell({ type: 'modal', view: formOf([...fields('about'), subject]) });
    await page.getByLabel('Suspect').fill('AKIAIOSFODNN7EXAMPLE');

    expect(act).toMatchObject({ container: { viewId: 'V1' }, action: { selected_option: { value: 'about' } } });
    expect(await page.getByLabel('Note').inputValue()).toBe('two\nlines');
    expect(await submit()).toMatchObject({
      values: {
        question: { question: { type: 'static_select', selected_option: { value: 'about' } } },
        window: { window: { type: 'radio_buttons', selected_option: { value: '24h' } } },
        note: { note: { type: 'plain_text_input', value: 'two\nlines' } },
        subject: { subject: { type: 'plain_text_input', value: 'AKIAIOSFODNN7EXAMPLE' } },
      },
    });
  });

  it('asks anew for a field that was replaced by another one', async () => {
    await openForm([subject]);
    await page.getByLabel('Suspect').fill('AKIAIOSFODNN7EXAMPLE');

    stage.tell({
      type: 'modal',
      view: formOf([{ ...subject, element: { type: 'plain_text_input', action_id: 'other' } }]),
    });
    await page.getByText('An ARN, access key or address').waitFor();
    await until(async () => (await page.getByLabel('Suspect').inputValue()) === '');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();

    expect(await textOf(page.getByRole('alert'))).toBe('Please complete this required field.');
  });

  it('sends what was chosen with radio buttons, and leaves out no line', async () => {
    await openForm();

    await page.getByRole('radio', { name: '7d' }).check();

    expect(await submit()).toMatchObject({ values: { window: { window: { selected_option: { value: '7d' } } } } });
  });

  it('shows under each field what is wrong with it, and goes to the first', async () => {
    await openForm([...fields('about'), subject]);
    stage.answer = { ok: false, errors: { subject: 'This is no ARN, key or address.', note: 'Too long.' } };
    await page.getByLabel('Suspect').fill('x');

    await submit();

    const field = (name: string) => page.locator('fieldset', { hasText: name });
    await field('Note').getByText('Too long.').waitFor();
    expect(await textOf(field('Suspect'))).toContain('This is no ARN, key or address.');
    expect(await textOf(field('Suspect'))).toContain('An ARN, access key or address');
    expect(await focusedName(page)).toBe('Note');
    expect(await page.getByLabel('Suspect').inputValue()).toBe('x');
  });

  it('says in the dialog that the app did not answer, and lets one try again', async () => {
    await openForm();
    stage.answer = { ok: false, error: 'We had some trouble connecting. Try again?' };

    await submit();
    expect(await textOf(page.getByRole('dialog').getByRole('alert'))).toContain('Try again?');

    stage.answer = { ok: true };
    await submit();
    await page.getByRole('dialog').getByRole('alert').waitFor({ state: 'detached' });
  });

  it('is not lost at a click beside it', async () => {
    await openForm();
    await page.getByLabel('Note').fill('half a thought');

    await page.mouse.click(5, 5);

    expect(await page.getByLabel('Note').inputValue()).toBe('half a thought');
  });

  it('closes an open menu before itself', async () => {
    await openForm();
    await page.getByRole('button', { name: 'Question: authfail' }).click();
    await page.getByRole('option', { name: 'about' }).waitFor();

    await page.keyboard.press('Escape');

    await page.getByRole('option', { name: 'about' }).waitFor({ state: 'detached' });
    expect(await page.getByRole('dialog').count()).toBe(1);
  });
});

const formOf = (blocks: readonly Block[]): View => ({
  id: 'V1',
  type: 'modal',
  title: { text: 'Ask a question' },
  submit: { text: 'Ask' },
  blocks,
});

const fields = (question: string): readonly Block[] => [
  {
    type: 'input',
    block_id: 'question',
    dispatch_action: true,
    label: plain('Question'),
    element: {
      type: 'static_select',
      action_id: 'question',
      initial_option: option(question),
      options: [option('authfail'), option('about')],
    },
  },
  {
    type: 'input',
    block_id: 'window',
    label: plain('Window'),
    element: {
      type: 'radio_buttons',
      action_id: 'window',
      initial_option: option('24h'),
      options: [option('24h'), option('7d')],
    },
  },
  {
    type: 'input',
    block_id: 'note',
    optional: true,
    label: plain('Note'),
    element: { type: 'plain_text_input', action_id: 'note', multiline: true },
  },
];

const subject: Block = {
  type: 'input',
  block_id: 'subject',
  label: plain('Suspect'),
  hint: plain('An ARN, access key or address'),
  element: { type: 'plain_text_input', action_id: 'subject' },
};
