const MB = 2 ** 20;
const TB = 2 ** 40;
/** Athena's price in most regions, https://aws.amazon.com/athena/pricing/ (as of November 2026). */
const USD_PER_TB = 5;
const SMALLEST_BILL_BYTES = 10 * MB;

/** What Athena bills for a query that scanned so much: whole megabytes, 10 MB at least. In US dollars. */
export const priceUsd = (scannedBytes: number): number =>
  (Math.max(SMALLEST_BILL_BYTES, Math.ceil(scannedBytes / MB) * MB) / TB) * USD_PER_TB;
