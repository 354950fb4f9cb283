import { randomBytes, randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { type JsonObject, parseJson } from './json.js';
import { LIMITS } from './limits.js';
import { LOCAL_BOT } from './people.js';

/** What became of an event: the app's answer, or why there is none, in Slack's word. */
export type Delivery =
  | { readonly outcome: 'acknowledged'; readonly payload: unknown }
  | { readonly outcome: 'operation_timeout' | 'dispatch_failed' };

/** The three kinds of envelopes. */
export type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api';

/** Something that was sent to the app. */
export interface Attempt {
  readonly type: EnvelopeType;
  readonly outcome: Delivery['outcome'];
  /** From sending it to its acknowledgement, or until none was waited for any longer. */
  readonly tookMs: number;
  /** Whether the connection that it was sent by broke meanwhile, so that no answer could come. */
  readonly isCut: boolean;
}

/** How sockets may be different. */
export interface SocketOptions {
  /** How long what people do waits for the app's first connection, milliseconds. */
  readonly startupMs?: number | undefined;
  readonly onAttempt?: ((attempt: Attempt) => void) | undefined;
}

const acknowledgement = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });

/** Slack pings about as often; a client that once saw a ping reconnects when they stay away. */
const PING_MS = 10_000;

/** How long a client has to answer a goodbye. */
const GOODBYE_MS = 500;

/** The Socket Mode side of Slack. https://docs.slack.dev/apis/events-api/using-socket-mode (as of November 2026) */
export class Sockets {
  private readonly server = new WebSocketServer({ noServer: true });
  private readonly tickets = new Set<string>();
  private readonly waiting = new Map<string, (delivery: Delivery) => void>();
  private open: readonly WebSocket[] = [];
  private turn = 0;
  private readonly opened = new EventEmitter();
  private hasOpened = false;
  private hasClosed = false;
  private readonly pings = setInterval(() => this.ping(), PING_MS).unref();

  constructor(
    private readonly host: string,
    private readonly onConnected: (isConnected: boolean) => void,
    private readonly options: SocketOptions = {},
  ) {}

  get isConnected(): boolean {
    return this.open.length > 0;
  }

  /** How many connections the app has. */
  get connections(): number {
    return this.open.length;
  }

  /** Whether the workspace hung up for good. */
  get isClosed(): boolean {
    return this.hasClosed;
  }

  /** A URL that opens one socket, once. */
  issueUrl(): string {
    const ticket = randomBytes(16).toString('hex');
    this.tickets.add(ticket);
    return `ws://${this.host}/link?ticket=${ticket}&app_id=${LOCAL_BOT.appId}`;
  }

  /** Takes an HTTP upgrade, when it has a ticket. */
  accept(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', `http://${this.host}`).searchParams.get('ticket');
    if (ticket === null || !this.tickets.delete(ticket)) {
      stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    this.server.handleUpgrade(request, stream, head, (socket) => this.welcome(socket));
  }

  /**
   * Sends an event to one of the open sockets and waits for its acknowledgement, at most Slack's 3 seconds.
   *
   * @param attempt - counts the deliveries of an event after its first
   */
  async deliver(type: EnvelopeType, payload: JsonObject, attempt = 0): Promise<Delivery> {
    const { startupMs = 0, onAttempt } = this.options;
    if (!this.hasOpened && startupMs > 0) await this.firstSocket(startupMs);
    const ready = this.open.filter(({ readyState, OPEN }) => readyState === OPEN);
    const socket = ready[this.turn++ % ready.length];
    if (!socket) return { outcome: 'dispatch_failed' };

    const envelopeId = randomUUID();
    const sentMs = performance.now();
    const delivery = new Promise<Delivery>((resolve) => {
      const settle = (outcome: Delivery) => {
        clearTimeout(timer);
        this.waiting.delete(envelopeId);
        const isCut = socket.readyState !== socket.OPEN;
        onAttempt?.({ type, outcome: outcome.outcome, tookMs: performance.now() - sentMs, isCut });
        resolve(outcome);
      };
      const timer = setTimeout(settle, LIMITS.acknowledgeMs, { outcome: 'operation_timeout' });
      this.waiting.set(envelopeId, settle);
    });
    const isEvent = type === 'events_api';
    const retry = isEvent && { retry_attempt: attempt, retry_reason: attempt > 0 ? 'timeout' : '' };
    socket.send(
      JSON.stringify({ envelope_id: envelopeId, type, payload, accepts_response_payload: !isEvent, ...retry }),
    );
    return delivery;
  }

  /** Tells every client to connect anew, as Slack does every few hours, and hangs up. */
  disconnect(): void {
    for (const socket of this.open) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: { host: this.host } }));
      socket.close(1000);
    }
  }

  /** Cuts one connection as a network does: no goodbye, in the middle of anything. @returns whether there was one */
  cut(at = 0): boolean {
    const socket = this.open[at];
    socket?.terminate();
    return socket !== undefined;
  }

  /** Hangs up for good. What still waits for an acknowledgement gets none. */
  async close(): Promise<void> {
    this.hasClosed = true;
    clearInterval(this.pings);
    for (const settle of this.waiting.values()) settle({ outcome: 'dispatch_failed' });
    await Promise.all(this.open.map(hangUp));
    this.server.close();
  }

  private ping(): void {
    for (const socket of this.open) socket.ping();
  }

  private welcome(socket: WebSocket): void {
    socket.on('message', (message) => this.acknowledge(String(message)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.setOpen(this.open.filter((other) => other !== socket)));
    this.setOpen([...this.open, socket]);
    this.hasOpened = true;
    this.opened.emit('first');
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.open.length,
        connection_info: { app_id: LOCAL_BOT.appId },
        debug_info: { host: this.host, approximate_connection_time: 18_060 },
      }),
    );
  }

  private acknowledge(message: string): void {
    const read = acknowledgement.safeParse(parseJson(message));
    if (!read.success) return;
    this.waiting.get(read.data.envelope_id)?.({ outcome: 'acknowledged', payload: read.data.payload });
  }

  /** Waits for the app's first socket, but not for ever. */
  private async firstSocket(startupMs: number): Promise<void> {
    await once(this.opened, 'first', { signal: AbortSignal.timeout(startupMs) }).catch(() => undefined);
  }

  private setOpen(open: readonly WebSocket[]): void {
    const wasConnected = this.isConnected;
    this.open = open;
    if (wasConnected !== this.isConnected) this.onConnected(this.isConnected);
  }
}

/** A client that is hung up on without a goodbye reports an error; one that never answers is not waited for. */
function hangUp(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.terminate(), GOODBYE_MS);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.close(1001);
  });
}
