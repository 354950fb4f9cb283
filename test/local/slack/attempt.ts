/** A try at breaking one limit. */
export interface Attempt {
  /** Sends what has so much of what is limited. Gives Slack's error, or `undefined` when it was taken. */
  readonly send: (amount: number) => string | undefined | Promise<string | undefined>;
  /** What Slack says beyond the limit. */
  readonly error: string;
  /** How far beyond the limit, and how far below it, is tried: 1 and 0, save where a real clock runs. */
  readonly step?: number;
  readonly slack?: number;
}
