import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { describe } from '@jest/globals';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import type { Message } from '../../../src/local/slack/protocol.js';
import { at, workspaceWith } from './page-messages.js';
import { openStage, type Stage } from './page-stage.js';

const CHROMIUM = '/usr/bin/chromium';

/** Tests that need a browser: skipped where there is none. */
export const inBrowser = existsSync(CHROMIUM) ? describe : describe.skip;

/** The page in a browser, and the stage that it talks to. */
export interface Visit {
  readonly page: Page;
  readonly stage: Stage;
  /** What a page that keeps to itself does not do: requests elsewhere, script errors, breaches of its policy. */
  readonly complaints: readonly string[];
  /** Opens the page on these messages: in the incident channel, as alice, unless the query says otherwise. */
  readonly show: (messages: readonly Message[], query?: string) => Promise<void>;
  /** The message that was sent so many seconds after nine o'clock. */
  readonly message: (seconds: number) => Locator;
  /** The next act of a kind, which the page sends in its own time. */
  readonly nextAct: (
    type: string,
    doing: () => Promise<void>,
  ) => Promise<Readonly<Record<string, unknown>> | undefined>;
  /** Forgets the complaints, and answers acts with yes again. */
  readonly reset: () => void;
  readonly close: () => Promise<void>;
}

/** Opens a browser, on a page that was built before. */
export async function visit(): Promise<Visit> {
  const stage = await openStage(workspaceWith([]));
  const browser: Browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
  });
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(stage.origin) && !url.startsWith('data:')) complaints.push(`asked for ${url}`);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => {
    if (line.text().includes('Content Security Policy')) complaints.push(line.text());
  });
  return {
    page,
    stage,
    complaints,
    show: async (messages, query = '?as=U0ALICE&channel=C0INC042') => {
      stage.snapshot = workspaceWith(messages);
      await page.goto(`${stage.origin}/${query}`);
      // In a narrow window it is out of sight.
      await page.getByTestId('person-switch').waitFor({ state: 'attached' });
    },
    message: (seconds) => page.locator(`[data-testid=message][data-ts="${at(seconds)}"]`),
    nextAct: async (type, doing) => {
      const before = stage.acts.length;
      const sent = page.waitForResponse((response) => response.url().endsWith('/local/act'));
      await doing();
      await sent;
      return stage.acts.slice(before).find((act) => act.type === type);
    },
    reset: () => {
      complaints.length = 0;
      stage.answer = { ok: true };
    },
    close: async () => {
      await browser.close();
      await stage.close();
    },
  };
}

/** Waits until something is so. @throws Error when it does not become so within five seconds */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let triesLeft = 100; !(await isSo()); triesLeft -= 1) {
    if (triesLeft === 0) throw new Error(`this did not become true: ${isSo}`);
    await pause(50);
  }
}

/** Whether the whole of an element can be seen in its list. */
export const isSeen = async (element: Locator): Promise<boolean> =>
  element.evaluate((one) => {
    const list = one.closest('.list')?.getBoundingClientRect();
    const own = one.getBoundingClientRect();
    return list !== undefined && own.top >= list.top && own.bottom <= list.bottom + 1;
  });

/** Waits until the whole of an element can be seen in its list. */
export const untilSeen = async (element: Locator): Promise<void> => until(() => isSeen(element));

/** The accessible name of what has the focus. */
export const focusedName = async (page: Page): Promise<unknown> =>
  page.evaluate('document.activeElement.ariaLabel ?? document.activeElement.innerText');

/** What an element shows, once the browser has laid it out: one that has just come, or is out of sight, shows nothing yet. */
export async function textOf(locator: Locator): Promise<string> {
  await locator.scrollIntoViewIfNeeded();
  for (let triesLeft = 100; ; triesLeft -= 1) {
    const text = await locator.innerText();
    if (text !== '' || triesLeft === 0) return text;
    await pause(20);
  }
}
