import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { focusedName, inBrowser, until, type Visit, visit } from './page-in-browser.js';
import { at, botMessage, choices, identityTable, said } from './page-messages.js';

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });

inBrowser('the page by keyboard alone', () => {
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

  /** Presses a key until what has the focus is called so. */
  const pressUntil = async (key: string, name: string): Promise<void> => {
    for (let triesLeft = 60; (await focusedName(page)) !== name; triesLeft -= 1) {
      if (triesLeft === 0) throw new Error(`${key} does not lead to "${name}"`);
      await page.keyboard.press(key);
    }
  };

  it('leads from a command to the table, the button and the thread', async () => {
    await show([said(0, 'hello')]);
    await pressUntil('F6', 'Message #inc-042');
    await page.keyboard.type('/ir authfail');
    await nextAct('slash_command', () => page.keyboard.press('Enter'));
    stage.tell({ type: 'message', message: botMessage(60, [], { text: 'Case 7' }) });
    stage.tell({ type: 'message', message: botMessage(61, [identityTable(40), choices], { threadTs: at(60) }) });
    await page.getByTestId('thread').getByTestId('data-table').waitFor();
    expect(await focusedName(page)).toBe('Message #inc-042');

    await pressUntil('F6', 'Reply…');
    await pressUntil('Shift+Tab', 'Next page');
    await page.keyboard.press('Enter');
    await page.getByText('11–20 of 40 rows').waitFor();
    await pressUntil('Tab', 'user/build');
    const act = await nextAct('block_action', () => page.keyboard.press('Enter'));

    expect(act).toMatchObject({ container: { ts: at(61) }, action: { action_id: 'pick:0' } });
  });

  it('goes from message to message with the arrows, and from there to what can be done with one', async () => {
    await show([said(0, 'first'), said(600, 'second'), said(1200, 'third')]);
    await page.getByTestId('composer').focus();
    await page.keyboard.press('Shift+Tab');
    expect(await focusedName(page)).toBe('alice at 09:20');

    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await focusedName(page)).toBe('alice at 09:00');
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await pressUntil('Tab', 'More actions');
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'Investigate' }).waitFor();
    const act = await nextAct('message_shortcut', () => page.keyboard.press('Enter'));

    expect(act).toMatchObject({ callbackId: 'ir:investigate:v1', ts: at(0) });
  });

  it('opens a thread to write in, and Esc goes back to its message', async () => {
    await show([said(0, 'first'), said(600, 'second')]);
    await message(0).focus();

    await pressUntil('Tab', 'Reply in thread');
    await page.keyboard.press('Enter');
    await page.getByTestId('thread').waitFor();
    expect(await focusedName(page)).toBe('Reply…');

    await page.keyboard.press('Escape');
    await page.getByTestId('thread').waitFor({ state: 'detached' });
    await until(async () => (await focusedName(page)) === 'alice at 09:00');
  });

  it('finds one of a hundred options by typing or by going through them', async () => {
    const options = Array.from({ length: 100 }, (_, index) => ({
      text: plain(`user/build-${index}`),
      value: `o${index}`,
    }));
    const menu = { type: 'static_select', action_id: 'more', placeholder: plain('97 more'), options };
    await show([botMessage(0, [{ type: 'actions', block_id: 'menu', elements: [menu] }])]);
    const chooseBy = async (...keys: readonly string[]) => {
      await page.locator('button.select').press('Enter');
      await page.getByRole('searchbox').waitFor();
      for (const key of keys) await page.keyboard.press(key);
      return nextAct('block_action', () => page.keyboard.press('Enter'));
    };

    expect(await chooseBy('7', '7')).toMatchObject({ action: { selected_option: { value: 'o77' } } });
    expect(await chooseBy('ArrowDown', 'End', 'ArrowUp')).toMatchObject({
      action: { selected_option: { value: 'o98' } },
    });
    expect(await chooseBy('PageDown', 'ArrowDown')).toMatchObject({ action: { selected_option: { value: 'o8' } } });
    expect(await chooseBy('ArrowUp')).toMatchObject({ action: { selected_option: { value: 'o99' } } });
  });
});
