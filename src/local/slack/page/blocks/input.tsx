import type { ReactNode } from 'react';
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
  element: unknown(),
});

/** The `input` block: a labelled element, with what was wrong with it below. */
export function Input({ block, blockId }: BlockProps): ReactNode {
  const { label, hint, optional: isOptional = false, element } = inputBlock.parse(block);
  const error = useSurface().form?.errors[blockId];
  return (
    <fieldset className="input" aria-invalid={error !== undefined}>
      <legend>
        <Text of={label} />
        {isOptional && <small> (optional)</small>}
      </legend>
      <Element element={element} place={{ blockId, isInput: true }} />
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
    </fieldset>
  );
}
