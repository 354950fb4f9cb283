/**
 * The least number of looks at a query of this length by somebody who does not know it, so that the end is never seen later than
 * `allowedMs` and this share of the length: each pause is as long as is allowed for a query that ends right after its last look.
 */
export function fewestLooks(lengthMs: number, allowedMs: number, share: number): number {
  let looks = 0;
  for (let atMs = 0; atMs < lengthMs; looks += 1) atMs += allowedMs + share * atMs;
  return looks;
}
