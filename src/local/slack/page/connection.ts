import { useCallback, useEffect, useRef, useState } from 'react';
import { boolean, object, optional, record, string } from 'zod/mini';
import type { ActResult, Message, PageAct, PageEvent } from '../protocol.js';
import { applyEvent, type Workspace } from './state.js';

const RETRY_AFTER_MS = 1500;

const actResult = object({
  ok: boolean(),
  error: optional(string()),
  errors: optional(record(string(), string())),
});

/** Sends what the person did. A server that does not answer is an answer too: a sentence for the person. */
export async function postAct(act: PageAct): Promise<ActResult> {
  try {
    const response = await fetch('/local/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(act),
    });
    const { ok, error, errors } = actResult.parse(await response.json());
    return { ok, ...(error === undefined ? {} : { error }), ...(errors === undefined ? {} : { errors }) };
  } catch {
    return { ok: false, error: 'The local workspace did not answer. Is it still running in the terminal?' };
  }
}

/** A workspace that is kept up to date while its page is open. */
export interface Connection {
  /** Absent until the first snapshot of this person came. */
  readonly workspace: Workspace | undefined;
  readonly isConnected: boolean;
  /** Changes what this page shows, without telling the server: a message dismissed, a modal closed. */
  readonly apply: (event: PageEvent) => void;
}

/** Called for each message that arrives after the snapshot. */
export type OnMessage = (message: Message, isFromBot: boolean) => void;

/**
 * Follows the workspace as one person sees it.
 */
export function useWorkspace(as: string, onMessage: OnMessage): Connection {
  const [workspace, setWorkspace] = useState<Workspace>();
  const [isConnected, setConnected] = useState(true);
  const listener = useRef(onMessage);
  useEffect(() => {
    listener.current = onMessage;
  });

  useEffect(() => {
    let botId: string | undefined;
    const follow = (event: PageEvent): void => {
      setConnected(true);
      setWorkspace((before) => applyEvent(before, event, as));
      if (event.type === 'snapshot') botId = event.snapshot.bot.id;
      if (event.type === 'message') listener.current(event.message, event.message.userId === botId);
    };
    return openEvents(as, follow, () => setConnected(false));
  }, [as]);

  const apply = useCallback(
    (event: PageEvent): void => {
      setWorkspace((before) => applyEvent(before, event, as));
    },
    [as],
  );
  return { workspace: workspace?.as === as ? workspace : undefined, isConnected, apply };
}

/** Opens the stream of events, and opens it again when the server went away. @returns what closes it for good. */
function openEvents(as: string, onEvent: (event: PageEvent) => void, onLost: () => void): () => void {
  let source: EventSource;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const open = (): void => {
    source = new EventSource(`/local/events?as=${encodeURIComponent(as)}`);
    source.onmessage = ({ data }: MessageEvent<string>) => {
      // The server is the other half of this program; the protocol file holds both to the same types.
      const event: PageEvent = JSON.parse(data);
      onEvent(event);
    };
    source.onerror = () => {
      onLost();
      // The browser reconnects by itself only when the stream broke, not when the answer was an error: a server that was started
      // again refuses this page until another tab has opened the new address, whose cookie is then this one's, too.
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(open, RETRY_AFTER_MS);
    };
  };
  open();
  return () => {
    clearTimeout(retry);
    source.close();
  };
}
