import type { Logger } from 'pino';
import { Unreadable } from '../errors.js';
import { describeKey, type ItemKey } from './keys.js';

/** Items of a list that the log has named: a list is read again and again. */
const MAX_NAMED = 1_000;

/**
 * Reads the items of a list so that one that cannot be read hides no other: it is left out, and named in the log once.
 *
 * @returns reads one item; `undefined` where it is of another version, or was changed by hand. Throws whatever else reading it does.
 */
export function leftOut(log: Logger): <T>(key: ItemKey, read: () => T) => T | undefined {
  const named = new Set<string>();
  return (key, read) => {
    try {
      return read();
    } catch (err) {
      if (!(err instanceof Unreadable)) throw err;
      const name = describeKey(key);
      if (!named.has(name) && named.size < MAX_NAMED)
        log.error({ err }, 'an item cannot be read, and is left out of a list');
      named.add(name);
      return undefined;
    }
  };
}
