const MB = 2 ** 20;
const TB = 2 ** 40;
/** Athena's price in most regions, https://aws.amazon.com/athena/pricing/ (as of November 2026). */
const USD_PER_TB = 5;
const SMALLEST_BILL_BYTES = 10 * MB;

/** The bytes that Athena bills for a query that scanned so many: whole megabytes, 10 MB at least. A cancelled query is billed, a failed one is not. */
export const billedBytes = (scannedBytes: number): number =>
  Math.max(SMALLEST_BILL_BYTES, Math.ceil(scannedBytes / MB) * MB);

/** The price of billed bytes in US dollars. */
export const priceUsd = (billed: number): number => (billed / TB) * USD_PER_TB;
