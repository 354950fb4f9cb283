import type { ReactNode } from 'react';
import { array, object, optional, unknown } from 'zod/mini';
import type { BlockProps } from './block.js';
import { Element } from './element.js';
import { Text, textObject } from './text.js';

const section = object({
  text: optional(textObject),
  fields: optional(array(textObject)),
  accessory: optional(unknown()),
});

/** The `section` block. */
export function Section({ block, blockId }: BlockProps): ReactNode {
  const { text, fields = [], accessory } = section.parse(block);
  return (
    <div className="section">
      <div className="section-text">
        {text !== undefined && (
          <div>
            <Text of={text} />
          </div>
        )}
        {fields.length > 0 && (
          <div className="fields">
            {fields.map((field, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a field is its place
              <div key={index}>
                <Text of={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory !== undefined && (
        <div className="accessory">
          <Element element={accessory} place={{ blockId, isInput: false }} />
        </div>
      )}
    </div>
  );
}

const header = object({ text: textObject });

/** The `header` block. */
export function Header({ block }: BlockProps): ReactNode {
  return (
    <h3 className="header">
      <Text of={header.parse(block).text} />
    </h3>
  );
}

const elements = object({ elements: array(unknown()) });

/** The `actions` block. */
export function Actions({ block, blockId }: BlockProps): ReactNode {
  return (
    <div className="actions">
      {elements.parse(block).elements.map((element, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an element is its place
        <Element key={index} element={element} place={{ blockId, isInput: false }} />
      ))}
    </div>
  );
}

/** The `context` block. */
export function Context({ block, blockId }: BlockProps): ReactNode {
  return (
    <div className="context">
      {elements.parse(block).elements.map((element, index) => {
        const text = textObject.safeParse(element);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an element is its place
          <span key={index}>
            {text.success ? <Text of={text.data} /> : <Element element={element} place={{ blockId, isInput: false }} />}
          </span>
        );
      })}
    </div>
  );
}
