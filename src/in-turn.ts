/**
 * Lets works of the same key begin one after the other, in the order in which they came; those of other keys are not waited for.
 * A work that fails does not keep the next from its turn.
 */
export function inTurn(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const lasts = new Map<string, Promise<void>>();
  return (key, work) => {
    const turn = (lasts.get(key) ?? Promise.resolve()).then(work);
    const forget = () => {
      if (lasts.get(key) === last) lasts.delete(key);
    };
    const last: Promise<void> = turn.then(forget, forget);
    lasts.set(key, last);
    return turn;
  };
}
