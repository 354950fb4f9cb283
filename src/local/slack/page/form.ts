import { useMemo, useRef, useState } from 'react';
import { looseObject, string } from 'zod/mini';
import type { View } from '../protocol.js';
import { useSend } from './actor.js';
import { blockIdAt } from './blocks/block.js';
import { inputBlock } from './blocks/input.js';
import type { ElementState, Surface } from './surface.js';

/** A modal that is being filled in. */
export interface Form {
  /** For the elements inside. */
  readonly surface: Surface;
  readonly isBusy: boolean;
  /** What was wrong with the last submission, by block id. */
  readonly errors: Readonly<Record<string, string>>;
  /** What went wrong with the last submission or action as a whole. It is shown in the dialog: beside it nothing can be seen. */
  readonly trouble: string | undefined;
  readonly submit: () => Promise<void>;
}

type Values = Readonly<Record<string, Readonly<Record<string, ElementState>>>>;

/** A view's submission: what its elements hold, and what was wrong with them. */
export function useForm(view: View): Form {
  const send = useSend();
  const values = useRef<Record<string, Record<string, ElementState>>>({});
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [trouble, setTrouble] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const surface = useMemo<Surface>(
    () => ({
      act: async (action) => {
        const act = { type: 'block_action', container: { viewId: view.id }, action } as const;
        const result = await send(act, { isQuiet: true });
        setTrouble(result.ok ? undefined : (result.error ?? NOT_TAKEN));
        return result;
      },
      form: {
        errors,
        set: (blockId, actionId, state) => {
          values.current[blockId] = { ...values.current[blockId], [actionId]: state };
        },
      },
    }),
    [send, view.id, errors],
  );
  const submit = async (): Promise<void> => {
    const missing = missingIn(view, values.current);
    setErrors(missing);
    setTrouble(undefined);
    if (isBusy || Object.keys(missing).length > 0) return;
    setBusy(true);
    const result = await send({ type: 'view_submission', viewId: view.id, values: values.current }, { isQuiet: true });
    setBusy(false);
    setErrors(result.errors ?? {});
    if (!result.ok && result.errors === undefined) setTrouble(result.error ?? NOT_TAKEN);
  };
  return { surface, isBusy, errors, trouble, submit };
}

const NOT_TAKEN = 'The app did not take that.';
/** In Slack's words. */
const MISSING = 'Please complete this required field.';
const named = looseObject({ action_id: string() });

/** What Slack checks before it bothers the app: inputs that are not optional and hold nothing. */
function missingIn(view: View, values: Values): Readonly<Record<string, string>> {
  const missing: Record<string, string> = {};
  for (const [index, block] of view.blocks.entries()) {
    const input = block.type === 'input' ? inputBlock.safeParse(block) : undefined;
    if (!input?.success || input.data.optional) continue;
    const blockId = blockIdAt(block, index);
    const element = named.safeParse(input.data.element);
    const { type: _, ...held } = values[blockId]?.[element.data?.action_id ?? ''] ?? {};
    if (Object.values(held).every(isEmpty)) missing[blockId] = MISSING;
  }
  return missing;
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
