import type { PageEvent } from './protocol.js';

/** Takes events to the pages that are open, each of which is open as one person. */
export class PageFeed {
  private readonly listeners = new Map<(event: PageEvent) => void, string>();

  /** Listens as a person, until the returned function is called. */
  subscribe(userId: string, listener: (event: PageEvent) => void): () => void {
    this.listeners.set(listener, userId);
    return () => this.listeners.delete(listener);
  }

  /** Tells everybody, or one person. */
  publish(event: PageEvent, onlyFor?: string): void {
    for (const [listener, userId] of this.listeners) {
      if (onlyFor === undefined || onlyFor === userId) listener(event);
    }
  }
}
