// Renews the README's picture: the story of an investigation in the local workspace, in Debian's Chromium.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const folder = mkdtempSync(join(tmpdir(), 'ir-bot-screenshots-'));
const images = join(process.cwd(), 'docs/images');
mkdirSync(images, { recursive: true });
// The workspace keeps its state under the folder it is started in: a new one shows what a newcomer sees.
process.chdir(folder);
const { startWorkspace } = await import('../dist/local/workspace.js');
const workspace = await startWorkspace({ port: 0, open: false, fresh: true });
await workspace.ready;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 1120 }, deviceScaleFactor: 1 });
await page.goto(workspace.pageUrl);
const composer = page.getByTestId('composer').locator('textarea, input').or(page.getByTestId('composer')).first();
const send = async (text) => {
  await composer.fill(text);
  await page.keyboard.press('Enter');
};

await send('/ir authfail 24h');
const thread = page.getByTestId('thread');
const tables = thread.getByTestId('data-table');
await tables.first().waitFor();
await thread.getByText('asked by').first().waitFor();
await page.screenshot({ path: join(images, 'channel.png') });

await thread
  .getByRole('button', { name: /ci-deploy/ })
  .first()
  .click();
await tables.nth(1).waitFor();
// The card is edited every two seconds at most.
await page.getByText('chosen by').first().waitFor();
await page.waitForTimeout(2_500);
await page.screenshot({ path: join(images, 'drill-down.png') });

await send('/ir sources');
await tables.nth(2).waitFor();
await send('/ir history');
await page.getByText('History of case').waitFor();
await page.screenshot({ path: join(images, 'history.png') });

await browser.close();
await workspace.stop();
rmSync(folder, { recursive: true, force: true });
