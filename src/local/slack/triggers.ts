import { randomBytes } from 'node:crypto';
import { LIMITS } from './limits.js';
import { SlackError } from './slack-error.js';

/** The `trigger_id`s with which an app may open a view for the person who did something: once, and within 3 seconds. */
export class Triggers {
  private readonly open = new Map<
    string,
    { readonly userId: string; readonly untilEpochMs: number; isUsed: boolean }
  >();

  /** @param nowMs - the clock, milliseconds */
  constructor(private readonly nowMs: () => number = Date.now) {}

  issue(userId: string): string {
    const id = `${this.nowMs()}.${randomBytes(8).toString('hex')}`;
    this.open.set(id, { userId, untilEpochMs: this.nowMs() + LIMITS.triggerMs, isUsed: false });
    return id;
  }

  /**
   * Spends a trigger.
   *
   * @returns the person for whom the view opens
   * @throws SlackError when there is none, or it was used, or is too old
   */
  exchange(id: string): string {
    const trigger = this.open.get(id);
    if (!trigger) throw new SlackError('invalid_trigger_id');
    if (trigger.isUsed) throw new SlackError('exchanged_trigger_id');
    if (this.nowMs() > trigger.untilEpochMs) throw new SlackError('expired_trigger_id');
    trigger.isUsed = true;
    return trigger.userId;
  }
}
