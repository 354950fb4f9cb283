/**
 * What the local workspace's server and its page say to each other. The server pushes `PageEvent`s over Server-Sent Events at
 * `GET /local/events?as=<user>`; the page sends a `PageAct` as JSON to `POST /local/act` and gets an `ActResult`.
 */

export interface Person {
  readonly id: string;
  readonly name: string;
  /** What the person may do, for the switch: `responder`, `responder`, `outsider`. */
  readonly role: 'responder' | 'outsider';
}

export interface WorkspaceChannel {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  /** Whether the bot is in it. */
  readonly hasBot: boolean;
}

/** A message as the page shows it. Without `threadTs`, or with its own `ts` there, it is in the channel itself. */
export interface Message {
  readonly channelId: string;
  /** Seconds since the epoch with six decimals, as text: Slack's identity of a message in its channel. */
  readonly ts: string;
  readonly threadTs?: string | undefined;
  /** A person's id, or the bot's. */
  readonly userId: string;
  readonly text: string;
  readonly blocks?: readonly Block[] | undefined;
  readonly editedTs?: string | undefined;
  /** Set on a message that only this person sees. Slack does not keep these, nor does the server. */
  readonly ephemeralFor?: string | undefined;
  /** What came with it, to be downloaded. Such a message may have no text. */
  readonly files?: readonly SharedFile[] | undefined;
}

/** A file of a message. */
export interface SharedFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** Bytes. */
  readonly size: number;
  readonly mimetype: string;
  /** A path on this server (`/local/files/…`), which answers with a download and never with a page. */
  readonly url: string;
}

/** A message shortcut of the app, as the menu of a message offers it. */
export interface MessageShortcut {
  readonly callbackId: string;
  readonly name: string;
  readonly description: string;
}

/** Block Kit JSON as the bot sent it and the limits allowed it. */
export interface Block {
  readonly type: string;
  readonly block_id?: string;
  readonly [field: string]: unknown;
}

/** A modal or a Home tab. */
export interface View {
  readonly id: string;
  readonly type: 'modal' | 'home';
  readonly callback_id?: string;
  readonly title?: { readonly text: string };
  readonly submit?: { readonly text: string };
  readonly close?: { readonly text: string };
  readonly blocks: readonly Block[];
}

export interface Snapshot {
  readonly workspaceName: string;
  readonly bot: { readonly id: string; readonly name: string; readonly isConnected: boolean };
  readonly people: readonly Person[];
  readonly channels: readonly WorkspaceChannel[];
  /** Of all channels, oldest first. */
  readonly messages: readonly Message[];
  /** Slash commands that the app has, for completion. */
  readonly commands: readonly { readonly command: string; readonly description: string; readonly usageHint: string }[];
  /** What the menu of every message offers of the app. */
  readonly shortcuts: readonly MessageShortcut[];
  /** The bot's Home tab for this person, when it published one. */
  readonly home?: View | undefined;
  /** What is going on before the bot answers (`reading logs: 1,200 of 4,000 files`), or what the person has to know. */
  readonly notice?: string | undefined;
}

export type PageEvent =
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly type: 'message'; readonly message: Message } // new, or edited: same channel and ts
  | { readonly type: 'message_deleted'; readonly channelId: string; readonly ts: string }
  | { readonly type: 'modal'; readonly view: View | null } // null: closed; errors of a submission come as ActResult
  | { readonly type: 'home'; readonly view: View }
  | { readonly type: 'bot'; readonly isConnected: boolean }
  | { readonly type: 'notice'; readonly notice: string | null };

export type PageAct =
  | { readonly type: 'slash_command'; readonly as: string; readonly channelId: string; readonly text: string } // '/ir authfail 24h'
  | {
      readonly type: 'message';
      readonly as: string;
      readonly channelId: string;
      readonly threadTs?: string;
      readonly text: string;
    }
  | {
      readonly type: 'block_action';
      readonly as: string;
      /** Where the element is: a message, or a view. */
      readonly container: { readonly channelId: string; readonly ts: string } | { readonly viewId: string };
      /** The element as Slack reports it: `{type, action_id, block_id, value?, selected_option?, …}`. */
      readonly action: Readonly<Record<string, unknown>>;
    }
  | {
      readonly type: 'view_submission';
      readonly as: string;
      readonly viewId: string;
      /** `state.values` as Slack reports it: block_id → action_id → element's value. */
      readonly values: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    }
  | { readonly type: 'view_closed'; readonly as: string; readonly viewId: string }
  | { readonly type: 'home_opened'; readonly as: string }
  | {
      readonly type: 'message_shortcut';
      readonly as: string;
      readonly callbackId: string;
      readonly channelId: string;
      readonly ts: string;
    };

/** `errors`: by block_id, of a refused view submission. `error`: a sentence for the person. */
export interface ActResult {
  readonly ok: boolean;
  readonly error?: string;
  readonly errors?: Readonly<Record<string, string>>;
}
