import { type ReactNode, useId, useMemo } from 'react';
import { boolean, object, optional, unknown } from 'zod/mini';
import { useSurface } from '../surface.js';
import type { BlockProps } from './block.js';
import { Element } from './element.js';
import { Text, textObject } from './text.js';

/** The `input` block, as far as the page reads it. */
export const inputBlock = object({
  label: textObject,
  hint: optional(textObject),
  optional: optional(boolean()),
  dispatch_action: optional(boolean()),
  element: unknown(),
});

/** The `input` block: a labelled element, with what was wrong with it below. */
export function Input({ block, blockId }: BlockProps): ReactNode {
  const {
    label,
    hint,
    optional: isOptional = false,
    dispatch_action: dispatches = false,
    element,
  } = useMemo(() => inputBlock.parse(block), [block]);
  const error = useSurface().form?.errors[blockId];
  const place = { blockId, isInput: true, dispatches, label: label.text };
  const id = useId();
  return (
    <fieldset className={error === undefined ? 'input' : 'input input-wrong'} aria-describedby={id}>
      <legend>
        <Text of={label} />
        {isOptional && <small> (optional)</small>}
      </legend>
      <Element element={element} place={place} />
      <div id={id}>
        {error !== undefined && (
          <p className="input-error" role="alert">
            {error}
          </p>
        )}
        {hint !== undefined && (
          <p className="input-hint">
            <Text of={hint} />
          </p>
        )}
      </div>
    </fieldset>
  );
}
