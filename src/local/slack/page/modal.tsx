import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { View } from '../protocol.js';
import { useSend } from './actor.js';
import { Blocks, blockIdAt } from './blocks/block.js';
import { inputBlock } from './blocks/input.js';
import { Dialog } from './dialog.js';
import { type ElementState, type Surface, SurfaceContext } from './surface.js';

interface ModalProps {
  readonly view: View;
  /** Takes the modal off the page. */
  readonly onClose: () => void;
}

/** A modal view: its blocks, and a submission that may be refused, each input with its reason. */
export function Modal({ view, onClose }: ModalProps): ReactNode {
  const send = useSend();
  const { surface, isBusy, submit } = useForm(view);
  const close = (): void => {
    onClose();
    void send({ type: 'view_closed', viewId: view.id });
  };
  return (
    <Dialog label={view.title?.text ?? 'Dialog'} onClose={close}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <header className="dialog-head">
          <h2>{view.title?.text}</h2>
          <button type="button" className="icon-button" aria-label="Close" onClick={close}>
            ✕
          </button>
        </header>
        <SurfaceContext value={surface}>
          <div className="dialog-body">
            <Blocks blocks={view.blocks} />
          </div>
        </SurfaceContext>
        <Buttons view={view} isBusy={isBusy} onClose={close} />
      </form>
    </Dialog>
  );
}

function Buttons({ view, isBusy, onClose }: ModalProps & { readonly isBusy: boolean }): ReactNode {
  return (
    <footer className="dialog-buttons">
      <button type="button" className="button" onClick={onClose}>
        {view.close?.text ?? 'Cancel'}
      </button>
      {view.submit !== undefined && (
        <button type="submit" className="button button-primary" aria-busy={isBusy} disabled={isBusy}>
          {view.submit.text}
        </button>
      )}
    </footer>
  );
}

/** A view's submission: what its elements hold, and what was wrong with them. */
function useForm(view: View) {
  const send = useSend();
  const values = useRef<Record<string, Record<string, ElementState>>>({});
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [isBusy, setBusy] = useState(false);
  const surface = useMemo<Surface>(
    () => ({
      act: (action) => send({ type: 'block_action', container: { viewId: view.id }, action }),
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
    if (Object.keys(missing).length > 0) return;
    setBusy(true);
    const result = await send({ type: 'view_submission', viewId: view.id, values: values.current });
    setBusy(false);
    setErrors(result.errors ?? {});
  };
  return { surface, isBusy, submit };
}

/** What Slack checks before it bothers the app: inputs that are not optional and hold nothing. */
function missingIn(view: View, values: Readonly<Record<string, Readonly<Record<string, ElementState>>>>) {
  const missing: Record<string, string> = {};
  for (const [index, block] of view.blocks.entries()) {
    const input = block.type === 'input' ? inputBlock.safeParse(block) : undefined;
    if (!input?.success || input.data.optional) continue;
    const blockId = blockIdAt(block, index);
    const held = Object.values(values[blockId] ?? {}).flatMap(({ type: _, ...state }) => Object.values(state));
    if (held.every(isEmpty)) missing[blockId] = 'Please fill in this field.';
  }
  return missing;
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
