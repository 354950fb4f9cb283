/** Who asks, and where. */
export interface Origin {
  readonly teamId: string;
  readonly channelId: string;
  readonly userId: string;
  /** Slack's identity of the request (`trigger_id`): the same request, delivered again, does nothing again. */
  readonly deliveryId: string;
  /** Whether the person was told that the question reads the whole table, and wants it all the same. */
  readonly isConfirmed?: boolean | undefined;
}
