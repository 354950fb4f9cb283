import { digest } from '../../investigation/digest.js';

/**
 * Slack's identity of a request, as it may be kept: by a `trigger_id` itself a form can be opened for the person, if only for
 * 3 seconds.
 */
export const deliveryIdOf = (triggerId: string): string => digest(triggerId).slice(0, 32);
