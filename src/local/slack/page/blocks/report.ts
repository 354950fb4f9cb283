import { useState } from 'react';
import { object, optional, type output, string } from 'zod/mini';
import { type ElementState, useSurface } from '../surface.js';
import { confirmObject, useConfirm } from './confirm.js';

/** What every interactive element has. */
export const actionable = object({ type: string(), action_id: string(), confirm: optional(confirmObject) });
type Actionable = output<typeof actionable>;

/** Where an element stands in its view or message. */
export interface ElementPlace {
  readonly blockId: string;
  /** In an `input` block a value is only kept for the submission; everywhere else it is also an action. */
  readonly isInput: boolean;
  /** Whether an `input` block tells the app at once, too: its `dispatch_action`. */
  readonly dispatches?: boolean;
  /** What the element is called, where its block says so. */
  readonly label?: string;
}

/** How an element tells what the person did with it. */
export interface Report {
  /** Whether the bot is being told right now. */
  readonly isBusy: boolean;
  /** Keeps the element's value for the view's submission. */
  readonly keep: (state: ElementState) => void;
  /** Keeps it and, outside of inputs, sends it as an action, once the person confirmed. `false` when they did not. */
  readonly send: (state: ElementState) => Promise<boolean>;
}

/** Reports an element's clicks and values as Slack does. */
export function useReport(
  { type, action_id, confirm }: Actionable,
  { blockId, isInput, dispatches = !isInput }: ElementPlace,
): Report {
  const { act, form } = useSurface();
  const ask = useConfirm();
  const [underWay, setUnderWay] = useState(0);
  const keep = (state: ElementState): void => form?.set(blockId, action_id, { type, ...state });
  const tell = async (state: ElementState): Promise<void> => {
    setUnderWay((count) => count + 1);
    await act({ type, action_id, block_id: blockId, ...state });
    setUnderWay((count) => count - 1);
  };
  const send = async (state: ElementState): Promise<boolean> => {
    if (dispatches && !(await ask(confirm))) return false;
    keep(state);
    // What was chosen shows at once; the app may take its time.
    if (dispatches) void tell(state);
    return true;
  };
  return { isBusy: underWay > 0, keep, send };
}
