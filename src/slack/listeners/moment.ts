const TS = /^\d{10}\.\d{1,6}$/;

/** When something was by Slack's clock, as ISO time; `undefined` when that is no timestamp of Slack's. */
export const momentOf = (ts: string | undefined): string | undefined =>
  ts !== undefined && TS.test(ts) ? new Date(Number(ts) * 1_000).toISOString() : undefined;
