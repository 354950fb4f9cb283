import type { PageEvent } from '../../../src/local/slack/protocol.js';
import type { LocalSlack } from '../../../src/local/slack/server.js';

/** The page's cookie, as a browser gets it with index.html. */
export async function cookieOf(slack: Pick<LocalSlack, 'pageUrl'>): Promise<string> {
  const page = await fetch(slack.pageUrl);
  await page.text();
  return (page.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

/** An open page's events, as they come. */
export interface OpenPage {
  readonly events: readonly PageEvent[];
  /** Whether the server ended the stream, or broke it off. */
  state(): 'open' | 'ended' | 'broken';
  close(): void;
}

/** Opens the event stream of a page as one person. */
export async function openPage(slack: Pick<LocalSlack, 'url' | 'pageUrl'>, userId: string): Promise<OpenPage> {
  const events: PageEvent[] = [];
  const abort = new AbortController();
  const response = await fetch(`${slack.url}/local/events?as=${userId}`, {
    headers: { cookie: await cookieOf(slack) },
    signal: abort.signal,
  });
  let state: 'open' | 'ended' | 'broken' = 'open';
  void read(response, events).then(
    () => {
      state = 'ended';
    },
    () => {
      state = 'broken';
    },
  );
  return { events, state: () => state, close: () => abort.abort() };
}

async function read(response: Response, events: PageEvent[]): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of response.body ?? []) {
    text += decoder.decode(part, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) if (block.startsWith('data: ')) events.push(JSON.parse(block.slice('data: '.length)));
  }
}
