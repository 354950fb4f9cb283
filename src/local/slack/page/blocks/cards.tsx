import type { ReactNode } from 'react';
import { array, boolean, exactOptional, looseObject, object, enum as oneOf, optional, string, unknown } from 'zod/mini';
import { type BlockProps, Blocks } from './block.js';
import { Element } from './element.js';
import { RichElements, richText } from './rich-text.js';
import { Text, textObject } from './text.js';

const alert = object({
  text: textObject,
  level: optional(oneOf(['default', 'info', 'warning', 'error', 'success'])),
});

/** The `alert` block. */
export function Alert({ block }: BlockProps): ReactNode {
  const { text, level = 'default' } = alert.parse(block);
  return (
    <div className={`alert alert-${level}`} role="note">
      <Text of={text} />
    </div>
  );
}

const card = object({
  title: optional(textObject),
  subtitle: optional(textObject),
  body: optional(textObject),
  subtext: optional(textObject),
  hero_image: optional(unknown()),
  actions: optional(array(unknown())),
});

/** The `card` block. */
export function Card({ block, blockId }: BlockProps): ReactNode {
  const { title, subtitle, body, subtext, hero_image: hero, actions = [] } = card.parse(block);
  const lines = [
    ['card-title', title],
    ['card-subtitle', subtitle],
    ['card-body', body],
    ['card-subtitle', subtext],
  ] as const;
  return (
    <div className="card">
      {hero !== undefined && <Element element={hero} place={{ blockId, isInput: false }} />}
      {lines.map(
        ([className, text], index) =>
          text !== undefined && (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
            <div key={index} className={className}>
              <Text of={text} />
            </div>
          ),
      )}
      {actions.length > 0 && (
        <div className="actions">
          {actions.map((element, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an element is its place
            <Element key={index} element={element} place={{ blockId, isInput: false }} />
          ))}
        </div>
      )}
    </div>
  );
}

const block = looseObject({ type: string(), block_id: exactOptional(string()) });
const carousel = object({ elements: array(block) });

/** The `carousel` block: cards side by side. */
export const Carousel = ({ block, blockId }: BlockProps): ReactNode => (
  <div className="carousel">
    <Blocks blocks={carousel.parse(block).elements} within={blockId} />
  </div>
);

const container = object({
  title: optional(textObject),
  rich_text_title: optional(richText),
  subtitle: optional(textObject),
  child_blocks: array(block),
  is_collapsible: optional(boolean()),
  default_collapsed: optional(boolean()),
});

/** The `container` block: blocks under a title, which may fold. */
export function Container({ block, blockId }: BlockProps): ReactNode {
  const read = container.parse(block);
  const title = (
    <>
      <span className="container-title">
        {read.rich_text_title !== undefined && <RichElements elements={read.rich_text_title.elements} />}
        {read.rich_text_title === undefined && read.title !== undefined && <Text of={read.title} />}
      </span>
      {read.subtitle !== undefined && (
        <span className="container-subtitle">
          <Text of={read.subtitle} />
        </span>
      )}
    </>
  );
  const children = <Blocks blocks={read.child_blocks} within={blockId} />;
  if (!read.is_collapsible) {
    return (
      <section className="container">
        <div className="container-head">{title}</div>
        {children}
      </section>
    );
  }
  return (
    <details className="container" open={!read.default_collapsed}>
      <summary className="container-head">{title}</summary>
      {children}
    </details>
  );
}
