import { type ReactNode, useEffect, useRef } from 'react';
import type { View } from '../protocol.js';
import { useSend } from './actor.js';
import { Blocks } from './blocks/block.js';
import { Dialog } from './dialog.js';
import { type Form, useForm } from './form.js';
import { SurfaceContext } from './surface.js';

interface ModalProps {
  readonly view: View;
  /** Takes the modal off the page. */
  readonly onClose: () => void;
}

/** A modal view: its blocks, and a submission that may be refused, each input with its reason. */
export function Modal({ view, onClose }: ModalProps): ReactNode {
  const send = useSend();
  const form = useForm(view);
  const element = useRef<HTMLFormElement>(null);
  useFirstWrong(element, form);
  const close = (): void => {
    onClose();
    void send({ type: 'view_closed', viewId: view.id });
  };
  return (
    <Dialog label={view.title?.text ?? 'Dialog'} isLight={view.submit === undefined} onClose={close}>
      <form
        ref={element}
        noValidate
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void form.submit();
        }}
      >
        <header className="dialog-head">
          <h2>{view.title?.text}</h2>
          <button type="button" className="icon-button" aria-label="Close" onClick={close}>
            ✕
          </button>
        </header>
        <SurfaceContext value={form.surface}>
          <div className="dialog-body">
            <Blocks blocks={view.blocks} />
          </div>
        </SurfaceContext>
        <Buttons view={view} form={form} onClose={close} />
      </form>
    </Dialog>
  );
}

/** Goes to the first field that something is wrong with. */
function useFirstWrong(element: { readonly current: HTMLFormElement | null }, { errors }: Form): void {
  useEffect(() => {
    if (Object.keys(errors).length === 0) return;
    const field = element.current?.querySelector<HTMLElement>('.input-wrong :is(input, textarea, button)');
    field?.focus();
  }, [element, errors]);
}

function Buttons({ view, form: { isBusy, trouble }, onClose }: ModalProps & { readonly form: Form }): ReactNode {
  return (
    <footer className="dialog-buttons">
      {trouble !== undefined && (
        <p className="dialog-trouble" role="alert">
          {trouble}
        </p>
      )}
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
