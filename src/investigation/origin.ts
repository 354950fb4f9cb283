/** Who asks, and where. */
export interface Origin {
  readonly teamId: string;
  readonly channelId: string;
  readonly userId: string;
  /** When the person did it by Slack's clock, as ISO time; absent: now. */
  readonly at?: string | undefined;
  /** The thread that it was said in, where it was. */
  readonly threadTs?: string | undefined;
  /** The message whose button was pressed, where it was one. */
  readonly messageTs?: string | undefined;
  /** Slack's identity of the request (`trigger_id`): the same request, delivered again, does nothing again. */
  readonly deliveryId: string;
  /** Whether the person was told that the question reads the whole table, and wants it all the same. */
  readonly isConfirmed?: boolean | undefined;
  /** Told once the question is stored and in the thread: from then on its run is all that it takes to answer it. */
  readonly shown?: (() => void) | undefined;
}
