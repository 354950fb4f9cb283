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
}

/** How an element tells what the person did with it. */
export interface Report {
  /** Whether the bot is being told right now. */
  readonly isBusy: boolean;
  /** Keeps the element's value for the view's submission. */
  readonly keep: (state: ElementState) => void;
  /** Keeps it and, outside of inputs, sends it as an action, once the person confirmed. `false` when they did not. */
  readonly send: (state: ElementState, isAction?: boolean) => Promise<boolean>;
}

/** Reports an element's clicks and values as Slack does. */
export function useReport({ type, action_id, confirm }: Actionable, { blockId, isInput }: ElementPlace): Report {
  const { act, form } = useSurface();
  const ask = useConfirm();
  const [isBusy, setBusy] = useState(false);
  const keep = (state: ElementState): void => form?.set(blockId, action_id, { type, ...state });
  const send = async (state: ElementState, isAction = !isInput): Promise<boolean> => {
    if (!isAction) {
      keep(state);
      return true;
    }
    if (isBusy || !(await ask(confirm))) return false;
    keep(state);
    setBusy(true);
    await act({ type, action_id, block_id: blockId, ...state });
    setBusy(false);
    return true;
  };
  return { isBusy, keep, send };
}
