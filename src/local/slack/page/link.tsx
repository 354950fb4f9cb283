import type { MouseEvent, ReactNode } from 'react';
import { useDirectory } from './directory.js';
import { readPlace } from './place.js';

const SCHEMES: readonly string[] = ['http:', 'https:', 'mailto:'];

/** A link as it is safe to follow: anything but web and mail addresses (`javascript:` …) is shown as text. */
export function Link({ url, children }: { readonly url: string; readonly children: ReactNode }): ReactNode {
  const { go } = useDirectory();
  const target = URL.canParse(url) ? new URL(url) : undefined;
  if (target === undefined || !SCHEMES.includes(target.protocol)) return <>{children}</>;
  if (target.origin !== location.origin) {
    return (
      <a href={target.href} target="_blank" rel="noopener noreferrer" title={target.href}>
        {children}
      </a>
    );
  }
  // A permalink: the same page, so go there in place and stay the person that this tab is.
  const follow = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(readPlace(target.search));
  };
  return (
    <a href={target.href} onClick={follow}>
      {children}
    </a>
  );
}
