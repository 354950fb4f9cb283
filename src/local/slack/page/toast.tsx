import { type ReactNode, useEffect } from 'react';

const SHOWN_MS = 8000;

/** A sentence for the person that goes away by itself. */
export function Toast({ says, onDone }: { readonly says: string; readonly onDone: () => void }): ReactNode {
  useEffect(() => {
    const timer = setTimeout(onDone, SHOWN_MS);
    return () => clearTimeout(timer);
  });
  return (
    <div className="toast" role="alert">
      {says}
      <button type="button" className="icon-button" aria-label="Dismiss" onClick={onDone}>
        ✕
      </button>
    </div>
  );
}
