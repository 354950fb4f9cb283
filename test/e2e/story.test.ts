import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { until } from './workspace.js';

const CHROMIUM = '/usr/bin/chromium';
const inBrowser = existsSync(CHROMIUM) ? describe : describe.skip;
const MAIN = resolve('dist/local/main.js');
const PAGE = /http:\/\/127\.0\.0\.1:\d+\/\S*/;
/** Where the README's pictures go; without it, none are kept. `npm run screenshots` sets it. */
const PICTURES = process.env.IR_SCREENSHOTS === undefined ? undefined : resolve(process.env.IR_SCREENSHOTS);
/** Edits of the card wait for each other for two seconds. */
const CARD_SETTLES_MS = 2_500;

/** What the README tells, one step after the other: each begins where the one before it ended. */
inBrowser('the story of an investigation, in the browser', () => {
  let folder: string;
  let local: ChildProcess;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ir-bot-'));
    local = spawn(process.execPath, [MAIN, '--no-open', '--port', '0', '--fresh'], { cwd: folder });
    let output = '';
    local.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    local.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await until('the bot answers', () => output.includes('Type /ir authfail') || undefined);
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
    });
    page = await browser.newPage({ viewport: { width: 1440, height: 1120 }, colorScheme: 'light' });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(PAGE.exec(output)?.[0] ?? '');
    if (PICTURES) await mkdir(PICTURES, { recursive: true });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    local.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  const thread = () => page.getByTestId('thread');
  const tables = () => thread().getByTestId('data-table');
  const card = () => page.getByTestId('message').filter({ hasText: 'started by' }).first();
  const ephemerals = () => page.locator('.ephemeral');

  async function type(text: string): Promise<void> {
    await page.getByTestId('composer').fill(text);
    await page.keyboard.press('Enter');
  }

  async function become(name: string): Promise<void> {
    await page.getByTestId('person-switch').click();
    await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
    await page.getByTestId('person-switch').getByText(name).first().waitFor();
  }

  async function chooseFromCard(label: string): Promise<void> {
    await card().getByRole('button', { name: 'More options' }).click();
    await page.getByRole('option', { name: label }).click();
  }

  async function picture(name: string): Promise<void> {
    await page.mouse.move(0, 0);
    await page.waitForTimeout(PICTURES ? CARD_SETTLES_MS : 0);
    if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }

  it('a responder asks who is refused, and the answer stands in the thread of a new case', async () => {
    await type('/ir authfail 24h');

    await tables().first().waitFor();
    await thread().getByText('asked by').first().waitFor();
    expect(await thread().textContent()).toMatch(/\d+ identities were refused [\d,]+ times/);
    expect(await card().textContent()).toMatch(/Case 1[\s\S]*started by @alice/);
    await picture('channel');
  });

  it('a click on an identity makes it the suspect, and says what it did', async () => {
    await thread()
      .getByRole('button', { name: /ci-deploy/ })
      .first()
      .click();

    await tables().nth(1).waitFor();
    await card().getByText('chosen by').waitFor();
    expect(await card().textContent()).toContain(':user/ci-deploy');
    expect(await thread().textContent()).toMatch(/user\/ci-deploy made [\d,]+ calls/);
    await picture('drill-down');
  });

  it('a teammate who comes later reads the history', async () => {
    await become('bob');
    await type('/ir history');

    const history = ephemerals().filter({ hasText: 'History of case 1' });
    await history.waitFor();
    expect(await history.textContent()).toMatch(/@alice[\s\S]*chose user\/ci-deploy as the suspect/);
    await picture('history');
  });

  it('somebody who is no responder is refused, alone, and the history says so', async () => {
    await become('carol');
    await type('/ir authfail');
    await ephemerals().filter({ hasText: "not on the responders' list" }).waitFor();

    await become('bob');
    await type('/ir history');

    await ephemerals()
      .filter({ hasText: /@carol\s+was refused/ })
      .waitFor();
    expect(await tables().count()).toBe(2);
  });

  it('the evidence is exported into the thread, and what is downloaded has the sums that stand there', async () => {
    await chooseFromCard('Export');
    const link = thread()
      .getByRole('link', { name: /case-1-timeline\.md/ })
      .first();
    await link.waitFor();

    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);

    const path = join(folder, download.suggestedFilename());
    await download.saveAs(path);
    const text = await readFile(path, 'utf8');
    expect(text).toMatch(/^# Case 1\n/);
    expect(text).toContain('chose user/ci-deploy as the suspect');
    expect(await thread().textContent()).toContain(createHash('sha256').update(text).digest('hex'));
  });

  it('the case is closed with a note, on its card and in its thread', async () => {
    await chooseFromCard('Close case');
    const form = page.getByRole('dialog');
    await form.getByRole('textbox').fill('Key was rotated.');
    await form.getByRole('button', { name: 'Close case' }).click();

    await card().getByText('Key was rotated.').waitFor();
    await thread().getByText('closed case 1: Key was rotated.').waitFor();
    expect(await card().getByRole('button', { name: 'Reopen' }).count()).toBe(1);
    await picture('export');
  });

  it('nothing on the page failed on the way', () => {
    expect(complaints).toEqual([]);
  });
});
