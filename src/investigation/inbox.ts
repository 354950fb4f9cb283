/** What a person asked for, as Slack delivered it. */
export interface Delivery {
  readonly teamId: string;
  /** Slack's identity of the request, as 32 hexadecimal digits: the same each time that it is delivered. */
  readonly id: string;
  /** When it came in, as ISO time. */
  readonly at: string;
  /** What it takes to do it, as whoever keeps it wrote it; absent: it is not done again when its bot is killed. */
  readonly request?: string | undefined;
  /** Until when a bot is at it, as ISO time. Absent: nothing is left to be done. */
  readonly leaseUntil?: string | undefined;
}

/**
 * Keeps what people ask before Slack is told that it arrived: after that, Slack delivers it no more. So a question whose bot is
 * killed before it has stored a run is not lost, and one that is delivered twice is asked once.
 */
export interface Inbox {
  /** Keeps a delivery with its lease, however often it is delivered. */
  keep(delivery: Delivery): Promise<void>;
  /** @returns whether it is the first of its identity. If not, what was kept of this one is put aside. */
  claim(delivery: Delivery): Promise<boolean>;
  /** Nothing is left to be done about it. */
  done(delivery: Delivery): Promise<void>;
  /** Takes a delivery over until an ISO time. @returns it; `undefined` when another bot was faster. */
  takeOver(delivery: Delivery, leaseUntil: string): Promise<Delivery | undefined>;
  /** Deliveries of a team that came in at an ISO time or later and are to be done, held or left alone, oldest first. */
  pendingSince(teamId: string, since: string): Promise<readonly Delivery[]>;
}
