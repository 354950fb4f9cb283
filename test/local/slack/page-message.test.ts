import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Block, SharedFile } from '../../../src/local/slack/protocol.js';
import { inBrowser, textOf, untilSeen, type Visit, visit } from './page-in-browser.js';
import { at, botMessage, identityTable, said } from './page-messages.js';
import { DOWNLOADED } from './page-stage.js';

const IN_THREAD = `?as=U0ALICE&channel=C0INC042&thread=${at(0)}`;
const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });

inBrowser('a message on the page', () => {
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

  it('shows its files by title, kind and size, and a click downloads one', async () => {
    await show([botMessage(0, [], { text: '', files: [csv] })]);
    const file = message(0).getByRole('link', { name: 'Identities refused, 24 h' });
    expect(await textOf(file)).toMatch(/CSV\s+Identities refused, 24 h\s+CSV · 48 kB · case-7-identities\.csv/);

    const [download] = await Promise.all([page.waitForEvent('download'), file.click()]);

    expect(download.suggestedFilename()).toBe('case-7-identities.csv');
    expect(await readFile(await download.path(), 'utf8')).toBe(DOWNLOADED);
    expect(opened.complaints).toEqual([]);
  });

  it('shows the name of a file as the text that it is, and follows no address of another server', async () => {
    const title = '<b>*evidence*</b>';

    await show([botMessage(0, [], { files: [{ ...csv, title, url: '//evil.example/x.csv' }] })]);

    expect(await textOf(message(0))).toContain(title);
    expect(await message(0).getByRole('link').count()).toBe(0);
  });

  it('offers the shortcuts of the app, and says what went wrong with one', async () => {
    await show([said(0, 'AKIAIOSFODNN7EXAMPLE leaked')]);
    stage.answer = { ok: false, error: 'Investigate failed with the error "timeout"' };

    await message(0).hover();
    await message(0).getByRole('button', { name: 'More actions' }).click();
    const act = await nextAct('message_shortcut', () => page.getByRole('option', { name: 'Investigate' }).click());

    expect(act).toEqual({
      type: 'message_shortcut',
      as: 'U0ALICE',
      callbackId: 'ir:investigate:v1',
      channelId: 'C0INC042',
      ts: at(0),
    });
    expect(await textOf(page.getByRole('alert'))).toContain('Investigate failed with the error "timeout"');
  });

  it('has no shortcuts where only one person sees it', async () => {
    await show([botMessage(0, [], { text: 'no', ephemeralFor: 'U0ALICE' }), said(60, 'yes')]);

    await message(0).hover();
    expect(await message(0).getByRole('button', { name: 'More actions' }).count()).toBe(0);

    await message(60).hover();
    expect(await message(60).getByRole('button', { name: 'More actions' }).count()).toBe(1);
  });

  it('shows the steps of a question as they are done, and its answer from the beginning', async () => {
    const running = (done: number) => botMessage(60, planBlocks(done), { threadTs: at(0), text: 'running' });
    await show([said(0, 'parent'), running(1)], IN_THREAD);
    const step = (name: string) => message(60).locator('.task', { hasText: name });
    expect(await step('Queued').getByRole('img', { name: 'done' }).count()).toBe(1);
    expect(await textOf(step('Running'))).toContain('3 s · 0.4 GB so far');

    stage.tell({ type: 'message', message: running(2) });
    await step('Running').getByRole('img', { name: 'done' }).waitFor();
    const sentence = { type: 'section', text: plain('3 identities were refused.') };
    const answer = [sentence, identityTable(40, 40), { ...identityTable(40, 40), block_id: 'second' }];
    stage.tell({ type: 'message', message: botMessage(60, answer, { threadTs: at(0), editedTs: at(70) }) });

    await page.getByTestId('data-table').nth(1).waitFor({ state: 'attached' });
    await untilSeen(page.getByText('3 identities were refused.'));
  });

  it('stays where it is being read while another is edited', async () => {
    const many = Array.from({ length: 40 }, (_, index) => said(index * 200, `message ${index}`, threadOf(index)));
    await show([...many, botMessage(9000, planBlocks(1), { threadTs: at(0) })], IN_THREAD);
    const read = page.getByText('message 12', { exact: true });
    await read.scrollIntoViewIfNeeded();
    await read.hover();
    await page.mouse.wheel(0, 1);
    const topOf = async () => (await read.boundingBox())?.y;
    const before = await topOf();

    stage.tell({ type: 'message', message: botMessage(9000, [identityTable(40, 40)], { threadTs: at(0) }) });
    stage.tell({ type: 'message', message: said(9100, 'a later one', { threadTs: at(0), userId: 'U0BOB' }) });

    await page.getByRole('button', { name: 'New messages' }).waitFor();
    expect(Math.abs(Number(await topOf()) - Number(before))).toBeLessThan(3);
  });

  it('tells the bot what was chosen behind the three dots', async () => {
    const dots = {
      type: 'overflow',
      action_id: 'ir:case:v1',
      options: ['Export', 'Close case'].map((text, index) => ({ text: plain(text), value: `m${index}` })),
    };
    await show([botMessage(0, [{ type: 'actions', block_id: 'card', elements: [dots] }])]);

    await message(0).locator('.block').getByRole('button', { name: 'More options' }).click();
    const act = await nextAct('block_action', () => page.getByRole('option', { name: 'Close case' }).click());

    expect(act).toMatchObject({
      action: { type: 'overflow', action_id: 'ir:case:v1', block_id: 'card', selected_option: { value: 'm1' } },
    });
  });

  it('stands in its thread when only one person sees it, and counts for nobody', async () => {
    const alone = botMessage(120, [], { text: 'for alice alone', threadTs: at(0), ephemeralFor: 'U0ALICE' });
    await show([said(0, 'parent'), said(60, 'reply', { threadTs: at(0) }), alone], IN_THREAD);

    expect(await textOf(page.getByTestId('thread').locator(`[data-ts="${at(120)}"]`))).toContain('Only visible to you');
    expect(await textOf(page.getByTestId('thread').locator('.divider'))).toBe('1 reply');
    expect(await page.getByText('for alice alone').count()).toBe(1);
  });

  it('fits a narrow window with a long name, a right-to-left one and an empty cell', async () => {
    const arn = `arn:aws:sts::111122223333:assumed-role/${'Admin'.repeat(32)}/x`;
    const names = [arn, 'مستخدم/نشر', ''].map((text) => [
      { type: 'raw_text', text },
      { type: 'raw_number', value: 7 },
    ]);
    const header = ['Identity', 'Denied'].map((text) => ({ type: 'raw_text', text }));
    await page.setViewportSize({ width: 360, height: 700 });

    await show([botMessage(0, [{ type: 'data_table', caption: 'Identities', rows: [header, ...names] }])]);
    const cells = message(0).locator('tbody tr > *');
    const table = await page.getByTestId('data-table').boundingBox();
    const alignment = await page.evaluate('getComputedStyle(document.querySelector("tbody td")).textAlign');
    await page.setViewportSize({ width: 1280, height: 720 });

    expect(Number(table?.x) + Number(table?.width)).toBeLessThanOrEqual(360);
    expect(alignment).toBe('end');
    expect((await cells.allInnerTexts()).map((text) => text.slice(0, 12))).toEqual([
      'arn:aws:sts:',
      '7',
      'مستخدم/نشر',
      '7',
      '–',
      '7',
    ]);
  });
});

const csv: SharedFile = {
  id: 'F01',
  name: 'case-7-identities.csv',
  title: 'Identities refused, 24 h',
  size: 48_211,
  mimetype: 'text/csv',
  url: '/local/files/F01/case-7-identities.csv',
};

const threadOf = (index: number) => (index === 0 ? {} : { threadTs: at(0) });

/** The steps of a question of which so many are done. */
function planBlocks(done: number): readonly Block[] {
  const details = {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '3 s · 0.4 GB so far' }] }],
  };
  const tasks = ['Queued', 'Running', 'Reading the answer'].map((title, index) => ({
    type: 'task_card',
    task_id: `step-${index}`,
    title,
    status: index < done ? 'complete' : index === done ? 'in_progress' : 'pending',
    ...(index === done && { details }),
  }));
  return [{ type: 'plan', title: 'Denied calls, 24 h', tasks }];
}
