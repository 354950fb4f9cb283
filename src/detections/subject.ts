import { isIP } from 'node:net';
import { UserFacingError } from '../errors.js';
import { isIdentityArn, shortIdentity } from './identity.js';

/** What a question can be about. An `identity` is a caller (`actor` of `events`), a `role` all sessions of it. */
export const SUBJECT_KINDS = ['identity', 'role', 'key', 'address', 'agent'] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** An identity, a role, an access key, an address or a user agent that a question is about. */
export interface Subject {
  readonly kind: SubjectKind;
  /** As CloudTrail has it. Log data: show it as text only. */
  readonly value: string;
}

const ROLE_ARN = /^arn:aws[\w-]*:iam::\d{12}:role\//;
/** `AKIA…` and `ASIA…` keys. Anonymized logs also have the digits that AWS leaves out. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html (as of November 2026) */
const ACCESS_KEY = /^(?:AKIA|ASIA)[A-Z0-9]{12,124}$/;
const AGENT_PREFIX = /^agent:(.+)$/s;

/** Whether a text is an access key id. */
export const isAccessKey = (text: string): boolean => ACCESS_KEY.test(text);

/**
 * Reads what somebody typed: the ARN of an identity or a role, an access key id, an IP address, or `agent:` and a user agent.
 *
 * @throws UserFacingError when it is none of these.
 */
export function readSubject(text: string): Subject {
  const [, agent] = AGENT_PREFIX.exec(text) ?? [];
  if (agent) return { kind: 'agent', value: agent };
  if (ACCESS_KEY.test(text)) return { kind: 'key', value: text };
  if (isIP(text) !== 0) return { kind: 'address', value: text };
  if (isIdentityArn(text)) return { kind: ROLE_ARN.test(text) ? 'role' : 'identity', value: text };
  throw new UserFacingError(
    `"${text.slice(0, 100)}" is no ARN of an identity, no access key id and no IP address. Try arn:aws:iam::111122223333:user/alice, arn:aws:iam::111122223333:role/Admin, AKIAIOSFODNN7EXAMPLE, 192.0.2.7 or agent:aws-cli/2.17.`,
  );
}

/** Athena takes values of up to 1,022 characters, a quote counted twice. */
const MAX_CHARACTERS = 1_000;

/**
 * Refuses a subject that CloudTrail may hold, but Athena cannot be asked about.
 *
 * @throws UserFacingError with another way to look for it.
 */
export function assertAskable({ value }: Subject): void {
  const characters = value.replaceAll("'", "''").length;
  if (characters <= MAX_CHARACTERS && !/[\p{Cc}\p{Cs}]/u.test(value)) return;
  const why = characters > MAX_CHARACTERS ? `is ${characters} characters long` : 'has control characters in it';
  throw new UserFacingError(
    `What is asked about ${why}, which Athena does not take. Ask about its access key or its address: /ir keys, /ir sources.`,
  );
}

/** A subject as people say it: `user/alice`, `role/Admin`, `AKIAIOSFODNN7EXAMPLE`, `192.0.2.7`. */
export const shortSubject = ({ kind, value }: Subject): string =>
  kind === 'identity' || kind === 'role' ? shortIdentity(value) : value;
