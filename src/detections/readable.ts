import type { ColumnKind, Value } from './detection.js';
import { shortIdentity } from './identity.js';

const SHAPES: Partial<Record<ColumnKind, (value: string) => string>> = {
  identity: shortIdentity,
  time: (value) => value.replace('T', ' ').replace(/Z$/, ''),
  service: (value) => value.replace(/\.amazonaws\.com$/, ''),
};

/**
 * A value as people read it, in sentences and tables alike: times without `T` and `Z`, services without `.amazonaws.com`,
 * identities short. An absent value is "unknown caller" for an identity and "–" for anything else.
 */
export function readable(value: Value, kind: ColumnKind): string {
  if (value === null || value === '') return kind === 'identity' ? shortIdentity(value) : '–';
  return SHAPES[kind]?.(value) ?? value;
}
