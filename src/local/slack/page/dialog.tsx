import { type ReactNode, useEffect, useRef } from 'react';

interface DialogProps {
  readonly label: string;
  readonly className?: string;
  /** Whether a click beside it closes it, too: not where something typed would be lost. */
  readonly isLight?: boolean;
  /** Called when the person closes it with Esc or by a click beside it. */
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Where a form begins, unless one of its fields asks for the focus. */
const FIELD = '.dialog-body :is(input, textarea, button.select)';

/** A dialog over the page: the browser keeps the focus inside, and it goes back to where it was afterwards. */
export function Dialog({ label, className = '', isLight = true, onClose, children }: DialogProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const isPressedBeside = useRef(false);
  useEffect(() => {
    const shown = dialog.current;
    if (shown === null) return;
    const before = document.activeElement;
    // The menu of a message goes when the focus leaves it: then the message takes it back.
    const around = before?.closest('[data-ts]');
    if (!shown.open) shown.showModal();
    const field = shown.querySelector<HTMLElement>('[data-focus-on-load]') ?? shown.querySelector<HTMLElement>(FIELD);
    field?.focus();
    return () => focusOn(before?.isConnected ? before : around);
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc is the keyboard's way out, and the browser's own
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        isPressedBeside.current = event.target === dialog.current;
      }}
      onClick={(event) => {
        // Not at the end of a selection that began inside.
        if (isLight && isPressedBeside.current && event.target === dialog.current) onClose();
      }}
    >
      <div className="dialog-inside">{children}</div>
    </dialog>
  );
}

function focusOn(target: Element | null | undefined): void {
  if (target instanceof HTMLElement) target.focus({ preventScroll: true });
}
