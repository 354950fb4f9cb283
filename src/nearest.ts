/** The known word that is nearest to another, and how many letters have to be put in, taken out or changed to make it of that. */
export interface Nearest {
  readonly word: string;
  readonly letters: number;
}

/** Finds what somebody may have meant; `undefined` when nothing is known. The first of several that are as near. */
export function nearest(word: string, known: readonly string[]): Nearest | undefined {
  const [first] = known
    .map((other) => ({ word: other, letters: distance(word, other) }))
    .toSorted((one, other) => one.letters - other.letters);
  return first;
}

/** Levenshtein's distance. */
function distance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...left].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...right].entries()) {
      const changed = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min((previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1, changed));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
