import type { Value } from './detection.js';

const ARN = /^arn:aws[\w-]*:(?:iam|sts)::\d{12}:([\w+=,.@/-]{1,600})$/;

/** Whether a text is the ARN of an identity as AWS writes it: a user, root, a role, a role session or a federated user. */
export const isIdentityArn = (text: string): boolean => ARN.test(text);

/**
 * An identity as people say it: `user/alice`, `AdminRole/session`, `root`. What is no such ARN comes back whole; an absent one
 * as `unknown caller`.
 */
export function shortIdentity(arn: Value): string {
  if (arn === null || arn === '') return 'unknown caller';
  const resource = ARN.exec(arn)?.[1];
  return resource?.replace(/^assumed-role\//, '') ?? arn;
}
