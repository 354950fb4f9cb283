/** A Web API call that Slack refuses: `{ok: false, error}`, and what is wrong in `response_metadata.messages`. */
export class SlackError extends Error {
  override readonly name = 'SlackError';

  /** @param error - Slack's own word for it, as its documentation lists them */
  constructor(
    readonly error: string,
    readonly messages: readonly string[] = [],
  ) {
    super([error, ...messages].join(': '));
  }
}
