import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { inBrowser, textOf, type Visit, visit } from './page-in-browser.js';
import { at, said } from './page-messages.js';

const IN_THREAD = `?as=U0ALICE&channel=C0INC042&thread=${at(0)}`;

inBrowser('where one writes', () => {
  let opened: Visit;
  let page: Visit['page'];
  let stage: Visit['stage'];
  let nextAct: Visit['nextAct'];
  let show: Visit['show'];

  beforeAll(async () => {
    opened = await visit();
    ({ page, stage, nextAct, show } = opened);
  });
  beforeEach(() => opened.reset());
  afterAll(() => opened.close());

  const composer = () => page.getByTestId('thread-composer');
  const offers = () => page.getByTestId('thread').getByRole('option').allInnerTexts();

  it('offers the bot and the people at an @, and puts in who is chosen', async () => {
    await show([said(0, 'hello')], IN_THREAD);

    await composer().fill('@');
    expect((await offers()).map((text) => text.split(/\s/)[0])).toEqual(['@ir-bot', '@alice', '@bob', '@carol']);
    await composer().press('ArrowDown');
    await composer().press('Enter');
    expect(await composer().inputValue()).toBe('@alice ');
    expect(await offers()).toEqual([]);
  });

  it('completes a name in the middle of a text, and leaves the rest as it is', async () => {
    await show([said(0, 'hello')], IN_THREAD);
    await composer().fill('see  services');
    for (let step = 0; step < ' services'.length; step += 1) await composer().press('ArrowLeft');

    await composer().pressSequentially('@ir');
    await composer().press('Tab');
    await composer().pressSequentially('x');

    expect(await composer().inputValue()).toBe('see @ir-bot xservices');
  });

  it('offers nobody inside of an address', async () => {
    await show([said(0, 'hello')], IN_THREAD);

    await composer().fill('mail alice@');

    expect(await offers()).toEqual([]);
  });

  it('puts the offers away at Esc, and keeps the thread open', async () => {
    await show([said(0, 'hello')], IN_THREAD);
    await composer().fill('@b');
    expect(await offers()).toHaveLength(1);

    await composer().press('Escape');

    expect(await offers()).toEqual([]);
    expect(await composer().inputValue()).toBe('@b');
  });

  it('says that a command does not work in a thread, and makes a mention of it', async () => {
    await show([said(0, 'hello')], IN_THREAD);
    const before = stage.acts.length;

    await composer().fill('/ir services 7d');
    expect(await offers()).toEqual([expect.stringContaining('Threads take no slash commands')]);
    await composer().press('Enter');
    expect(await textOf(page.getByRole('alert'))).toBe('/ir is not supported in threads. Sorry!');
    expect(stage.acts).toHaveLength(before);

    await page.getByRole('option', { name: '@ir-bot services 7d' }).click();
    const act = await nextAct('message', () => composer().press('Enter'));
    expect(act).toEqual({
      type: 'message',
      as: 'U0ALICE',
      channelId: 'C0INC042',
      threadTs: at(0),
      text: '@ir-bot services 7d',
    });
  });
});
