import { isIP } from 'node:net';
import { isIdentityArn } from '../../../detections/identity.js';
import { readSubject, type Subject } from '../../../detections/subject.js';
import { asTyped } from '../../as-typed.js';

/** More than these nobody chooses from; as many as Slack shows at once. */
export const MAX_SUBJECTS = 10;

/** Of a message's texts together; Slack takes messages of 40,000, with blocks that say the same again. */
const MAX_CHARACTERS = 100_000;

/** Fields of messages, blocks and attachments in which people read text. */
const TEXTS: ReadonlySet<string> = new Set(['text', 'fallback', 'pretext', 'title', 'value', 'footer']);
/** What has its text in pieces. */
const IN_PIECES: ReadonlySet<unknown> = new Set(['rich_text_section', 'rich_text_preformatted', 'rich_text_quote']);

const ARN = String.raw`arn:aws[\w-]{0,20}:(?:iam|sts)::\d{12}:[\w+=,.@/-]{1,600}`;
const KEY = '(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{12,124}(?![A-Za-z0-9])';
const IPV6 = String.raw`(?<![\w:.])(?=[0-9A-Fa-f.]{0,15}:[0-9A-Fa-f.]{0,15}:)[0-9A-Fa-f:.]{2,45}(?!\w)`;
/** Not what is a part of a version (`Chrome/120.0.0.1`). */
const IPV4 = String.raw`(?<![\w.]|\w\/)\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)`;
const CANDIDATE = new RegExp(`${ARN}|${KEY}|${IPV6}|${IPV4}`, 'g');
/** A network is many addresses. */
const NETWORK = /^\/\d/;
const ONE_ADDRESS = { 4: /^\/32(?!\d)/, 6: /^\/128(?!\d)/ } as const;
const ROOT_USER_ROLE_OR_SESSION =
  /^arn:aws[\w-]*:(?:iam|sts)::\d{12}:(?:root$|(?:user|role|assumed-role|federated-user)\/.)/;

/**
 * What can be investigated of a message: ARNs of identities and roles, access keys and addresses in its text, blocks and
 * attachments, in the order in which they stand there, each once and at most ten.
 *
 * @param message as Slack hands it on, whatever is in it.
 */
export function findSubjects({
  text,
  blocks,
  attachments,
}: {
  readonly text?: unknown;
  readonly blocks?: unknown;
  readonly attachments?: unknown;
}): readonly Subject[] {
  const found = new Map<string, Subject>();
  let room = MAX_CHARACTERS;
  for (const one of textsIn([{ text }, blocks, attachments])) {
    if (found.size >= MAX_SUBJECTS || room <= 0) break;
    for (const subject of subjectsIn(asTyped(one.slice(0, room)))) found.set(subject.value, subject);
    room -= one.length;
  }
  return [...found.values()].slice(0, MAX_SUBJECTS);
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  const fields: [string, unknown][] = Object.entries(value);
  const { type, elements } = Object.fromEntries(fields);
  if (IN_PIECES.has(type) && Array.isArray(elements)) {
    yield elements.map(pieceOf).join('');
    return;
  }
  for (const [name, inner] of fields) {
    if (typeof inner !== 'string') yield* textsIn(inner);
    else if (TEXTS.has(name)) yield inner;
  }
}

/** Slack makes a link of what looks like an address, in the middle of a session's ARN, too. */
function pieceOf(piece: unknown): string {
  if (typeof piece !== 'object' || piece === null) return ' ';
  if ('text' in piece && typeof piece.text === 'string') return piece.text;
  if ('url' in piece && typeof piece.url === 'string') return piece.url.replace(/^(?:mailto|tel):/, '');
  return ' ';
}

const subjectsIn = (text: string): Subject[] =>
  [...text.matchAll(CANDIDATE)].flatMap(({ 0: candidate, index }) => {
    const value = meantBy(candidate);
    const behind = text.slice(index + value.length, index + value.length + 5);
    return isSubject(value) && !isNetwork(value, behind) ? [readSubject(value)] : [];
  });

/** The dot or comma behind it ends a sentence, the colon begins another. */
function meantBy(candidate: string): string {
  const shorter = candidate.startsWith('arn:')
    ? [candidate.replace(/[.,]+$/, '')]
    : [candidate, candidate.replace(/\.+$/, ''), candidate.replace(/[.:]+$/, '')];
  return shorter.find(isSubject) ?? candidate;
}

function isNetwork(value: string, behind: string): boolean {
  const version = isIP(value);
  return (version === 4 || version === 6) && NETWORK.test(behind) && !ONE_ADDRESS[version].test(behind);
}

function isSubject(value: string): boolean {
  if (value.startsWith('arn:')) return isIdentityArn(value) && ROOT_USER_ROLE_OR_SESSION.test(value);
  return /^A[KS]IA/.test(value) || isIP(value) !== 0;
}
