import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { inBrowser, isSeen, until, untilSeen, type Visit, visit } from './page-in-browser.js';
import { at, botMessage, identityTable, said } from './page-messages.js';

const MANY = 1_000;

inBrowser('a thousand messages on the page', () => {
  let opened: Visit;
  let page: Visit['page'];
  let stage: Visit['stage'];
  let show: Visit['show'];

  beforeAll(async () => {
    opened = await visit();
    ({ page, stage, show } = opened);
  });
  beforeEach(() => opened.reset());
  afterAll(() => opened.close());

  const many = (thread?: string) =>
    Array.from({ length: MANY }, (_, index) => {
      const more = thread === undefined ? {} : { threadTs: thread };
      return index % 20 === 7
        ? botMessage(index + 1, [{ ...identityTable(12), block_id: `table-${index}` }], more)
        : said(index + 1, `message ${index + 1}`, more);
    });
  const rows = (where: string) => page.locator(`${where} [data-testid=message]`);
  const message = (seconds: number, where = '.channel') => page.locator(`${where} [data-ts="${at(seconds)}"]`);
  const isWhole = (where = '.channel', count = MANY) => until(async () => (await rows(where).count()) === count);
  const orderIn = async (where: string): Promise<readonly string[]> =>
    rows(where).evaluateAll((all) => all.map((one) => one.dataset.ts ?? ''));

  it.each([
    ['channel', '', '.channel', MANY],
    ['thread', `&thread=${at(0)}`, '.thread', MANY + 1],
  ])('are all in the %s, in order, the last one in view', async (_, query, where, count) => {
    const messages = query === '' ? many() : [said(0, 'parent'), ...many(at(0))];
    await show(messages, `?as=U0ALICE&channel=C0INC042${query}`);
    await untilSeen(message(MANY, where));

    await isWhole(where, count);

    expect(await orderIn(where)).toEqual(messages.map(({ ts }) => ts));
    await untilSeen(message(MANY, where));
  });

  it('can be scrolled back to the first, where new ones do not take one away', async () => {
    await show(many());
    await isWhole();

    await page.locator('.channel .list').hover();
    for (
      let tries = 0;
      tries < 100 && (await page.evaluate('document.querySelector(".list").scrollTop')) !== 0;
      tries += 1
    ) {
      await page.mouse.wheel(0, -50_000);
    }
    await untilSeen(message(1));
    stage.tell({ type: 'message', message: said(5000, 'a new one', { userId: 'U0BOB' }) });

    await page.getByRole('button', { name: 'New messages' }).waitFor();
    await untilSeen(message(1));
    await page.getByRole('button', { name: 'New messages' }).click();
    await untilSeen(message(5000));
  });

  it('are opened at the one that the address names', async () => {
    await show(many(), `?as=U0ALICE&channel=C0INC042&ts=${at(120)}`);

    await untilSeen(message(120));
    await isWhole();

    await untilSeen(message(120));
  });

  it('do not keep one from seeing what one says', async () => {
    await show(many());
    await isWhole();
    await page.locator('.channel .list').hover();
    await page.mouse.wheel(0, -20_000);
    await until(async () => !(await isSeen(message(MANY))));

    stage.tell({ type: 'message', message: said(5000, 'mine') });

    await untilSeen(message(5000));
  });
});
