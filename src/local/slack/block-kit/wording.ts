import type { z } from 'zod';
import { isObject } from '../json.js';

/** Slack's words for what is wrong, where a schema has none of its own. */
export function slackWording(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'unrecognized_keys') return `invalid additional property: ${issue.keys.join(', ')}`;
  if (issue.input === undefined) return `missing required field: ${String(issue.path?.at(-1) ?? 'type')}`;
  if (issue.code === 'invalid_union' && isObject(issue.input)) return `unsupported type: ${String(issue.input.type)}`;
  if (issue.code === 'invalid_type')
    return `must provide ${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
  return undefined;
}
