import { randomBytes } from 'node:crypto';
import type { StateValues } from './element-state.js';
import { LIMITS } from './limits.js';
import type { PageFeed } from './page-feed.js';
import type { Block, View } from './protocol.js';
import { SlackError } from './slack-error.js';

/** A view as an app defines it, checked and with an id on every block and element. */
export interface ViewDefinition {
  readonly type: 'modal' | 'home';
  readonly blocks: readonly Block[];
  readonly title?: { readonly text: string } | undefined;
  readonly submit?: { readonly text: string } | undefined;
  readonly close?: { readonly text: string } | undefined;
  readonly callback_id?: string | undefined;
  readonly private_metadata?: string | undefined;
  readonly external_id?: string | undefined;
  readonly clear_on_close?: boolean | undefined;
  readonly notify_on_close?: boolean | undefined;
}

/** A view that a person has before them. `hash` changes with every change of the view. */
export interface OpenView {
  readonly id: string;
  readonly userId: string;
  readonly hash: string;
  readonly definition: ViewDefinition;
  /** What was filled in, as `state.values`. */
  readonly values: StateValues;
}

/** Each person's modals, at most three on top of each other, and their Home tab. */
export class ViewStacks {
  private readonly stacks = new Map<string, readonly OpenView[]>();
  private readonly homes = new Map<string, OpenView>();

  constructor(private readonly feed: PageFeed) {}

  /** The modals of a person, the one in front last. */
  stackOf(userId: string): readonly OpenView[] {
    return this.stacks.get(userId) ?? [];
  }

  /** The modals under one, the lowest first. */
  below(view: OpenView): readonly OpenView[] {
    const stack = this.stackOf(view.userId);
    const index = stack.findIndex(({ id }) => id === view.id);
    return stack.slice(0, Math.max(0, index));
  }

  homeOf(userId: string): OpenView | undefined {
    return this.homes.get(userId);
  }

  /** A view by its id, or by the app's own id for it. */
  find(id: string): OpenView | undefined {
    const all = [...this.homes.values(), ...[...this.stacks.values()].flat()];
    return all.find((view) => view.id === id) ?? all.find((view) => view.definition.external_id === id);
  }

  /** Opens a modal in place of all others. */
  open(userId: string, definition: ViewDefinition): OpenView {
    return this.show(userId, [], newView(userId, definition));
  }

  /** Opens a modal on top of the one in front. */
  push(userId: string, definition: ViewDefinition): OpenView {
    const below = this.stackOf(userId);
    if (below.length >= LIMITS.viewStack) throw new SlackError('push_limit_reached');
    return this.show(userId, below, newView(userId, definition));
  }

  /** Changes a view, unless it is not the one that the app last saw. */
  update(view: OpenView, definition: ViewDefinition, hash?: string): OpenView {
    if (hash !== undefined && hash !== view.hash) throw new SlackError('hash_conflict');
    return this.replace({ ...view, definition, hash: newHash() });
  }

  /** Shows a person's Home tab. */
  publish(userId: string, definition: ViewDefinition, hash?: string): OpenView {
    const before = this.homes.get(userId);
    if (hash !== undefined && hash !== before?.hash) throw new SlackError('hash_conflict');
    const home = { ...newView(userId, definition), id: before?.id ?? newId() };
    this.homes.set(userId, home);
    this.feed.publish({ type: 'home', view: pageView(home) }, userId);
    return home;
  }

  /** Remembers what was filled in; the page knows already. */
  fill(view: OpenView, values: StateValues): OpenView {
    const filled = { ...view, values };
    if (this.homes.get(view.userId)?.id === view.id) this.homes.set(view.userId, filled);
    else this.swap(filled);
    return filled;
  }

  /** Closes a modal and what is on top of it; the one below it comes to the front. */
  close(view: OpenView): void {
    if (this.stackOf(view.userId).some(({ id }) => id === view.id)) this.setStack(view.userId, this.below(view));
  }

  /** Closes all modals of a person. */
  clear(userId: string): void {
    this.setStack(userId, []);
  }

  private show(userId: string, below: readonly OpenView[], view: OpenView): OpenView {
    this.setStack(userId, [...below, view]);
    return view;
  }

  private replace(view: OpenView): OpenView {
    if (view.definition.type === 'home') {
      this.homes.set(view.userId, view);
      this.feed.publish({ type: 'home', view: pageView(view) }, view.userId);
      return view;
    }
    this.swap(view);
    this.publishFront(view.userId);
    return view;
  }

  private swap(view: OpenView): void {
    this.stacks.set(
      view.userId,
      this.stackOf(view.userId).map((open) => (open.id === view.id ? view : open)),
    );
  }

  private setStack(userId: string, stack: readonly OpenView[]): void {
    this.stacks.set(userId, stack);
    this.publishFront(userId);
  }

  private publishFront(userId: string): void {
    const front = this.stackOf(userId).at(-1);
    this.feed.publish({ type: 'modal', view: front ? pageView(front) : null }, userId);
  }
}

/** What the page needs of a view. */
export function pageView({ id, definition }: OpenView): View {
  const { type, callback_id, title, submit, close, blocks } = definition;
  return {
    id,
    type,
    blocks,
    ...(callback_id === undefined ? {} : { callback_id }),
    ...(title && { title }),
    ...(submit && { submit }),
    ...(close && { close }),
  };
}

function newView(userId: string, definition: ViewDefinition): OpenView {
  return { id: newId(), userId, hash: newHash(), definition, values: {} };
}

function newId(): string {
  return `V${randomBytes(5).toString('hex').toUpperCase()}`;
}

function newHash(): string {
  return `${Math.floor(Date.now() / 1000)}.${randomBytes(4).toString('hex')}`;
}
