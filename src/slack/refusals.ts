import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { messageOf, ServiceDown, serviceBehind, UserFacingError } from '../errors.js';

/** What Slack says when it does not take a message because of what is in it. */
const OF_CONTENT = ['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long'];

/** What Slack says when a message cannot be edited any more. */
const OF_EDITS = ['message_not_found', 'cant_update_message', 'edit_window_closed'];

/** After a call that did not get through; Slack says itself how long after one too many. */
const AGAIN_AFTER_MS = 5_000;

/** Whether a call did not get through to Slack, or Slack itself failed. */
export const isOfConnection = (cause: unknown): boolean =>
  cause instanceof WebAPIHTTPError ||
  cause instanceof WebAPIRequestError ||
  cause instanceof WebAPIRateLimitedError ||
  OF_SLACK.includes(codeOf(cause) ?? '');

/** What Slack says where something is wrong with itself, with status 200. https://docs.slack.dev/reference/methods/chat.update (as of November 2026) */
const OF_SLACK = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'ratelimited'];

/** Slack's own word for what went wrong, such as `not_in_channel`. */
export const codeOf = (cause: unknown): string | undefined =>
  cause instanceof WebAPIPlatformError ? cause.data.error : undefined;

/** Whether Slack did not take a message because of what is in it: a simpler one may do. */
export const isOfContent = (cause: unknown): boolean => OF_CONTENT.includes(codeOf(cause) ?? '');

/** Whether a message cannot be edited any more: a new one may do. */
export const isOfEdits = (cause: unknown): boolean => OF_EDITS.includes(codeOf(cause) ?? '');

/** In how many milliseconds a call is worth another try; `undefined` where Slack would say the same again. */
export function againAfterMs(cause: unknown): number | undefined {
  if (serviceBehind(cause)) return AGAIN_AFTER_MS;
  if (cause instanceof WebAPIRateLimitedError) return cause.retryAfter * 1_000;
  return cause instanceof WebAPIHTTPError || cause instanceof WebAPIRequestError ? AGAIN_AFTER_MS : undefined;
}

/** What the person is told, where a person can do something about it; else the error, by the name of what is down. */
export function forPeople(cause: unknown): unknown {
  switch (codeOf(cause)) {
    case 'not_in_channel':
    case 'channel_not_found':
      return new UserFacingError('I am not in this channel. Type /invite @ir-bot here, then ask again.', { cause });
    case 'is_archived':
      return new UserFacingError('This channel is archived, so nothing can be posted in it. Ask in another one.', {
        cause,
      });
    default:
      return isOfConnection(cause)
        ? new ServiceDown('Slack', `Slack did not take a call: ${messageOf(cause)}`, { cause })
        : cause;
  }
}
