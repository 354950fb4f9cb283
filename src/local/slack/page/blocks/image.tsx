import type { ReactNode } from 'react';
import { object, optional, string } from 'zod/mini';
import { Text, textObject } from './text.js';

const image = object({ image_url: optional(string()), alt_text: string(), title: optional(textObject) });

/** The `image` block. Pictures come from this machine only; of any other its description and address are shown. */
export function ImageBlock({ block }: { readonly block: unknown }): ReactNode {
  const { title } = image.parse(block);
  return (
    <figure>
      {title !== undefined && (
        <figcaption>
          <Text of={title} />
        </figcaption>
      )}
      <Picture of={block} className="picture" />
    </figure>
  );
}

/** The `image` element, in a context or beside a section. */
export const ImageElement = ({ element }: { readonly element: unknown }): ReactNode => (
  <Picture of={element} className="picture-small" />
);

function Picture({ of, className }: { readonly of: unknown; readonly className: string }): ReactNode {
  const { image_url: url = '', alt_text: alt } = image.parse(of);
  if (url.startsWith('data:image/') || isOwn(url)) return <img src={url} alt={alt} className={className} />;
  return (
    <span className="no-picture" role="img" aria-label={alt} title={`Not loaded: ${url}`}>
      {alt}
    </span>
  );
}

const isOwn = (url: string): boolean => URL.canParse(url) && new URL(url).origin === location.origin;
