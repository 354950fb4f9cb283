/** Stands in for whatever is one value too many. */
export const OTHER = 'other';

/** More values than a label of the bot's ever needs, and few enough for whoever stores them. */
const MAX_VALUES = 50;

/**
 * Keeps a label to few values, each of a form that no log data and no id of Slack's has: the first that come keep their own name.
 *
 * @param form what a value looks like.
 * @returns the value itself, or `other`.
 */
export function bounded(form: RegExp, maxValues = MAX_VALUES): (value: string) => string {
  const known = new Set<string>();
  return (value) => {
    if (known.has(value)) return value;
    if (known.size >= maxValues || !form.test(value)) return OTHER;
    known.add(value);
    return value;
  };
}
