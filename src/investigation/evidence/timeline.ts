import type { Catalogue } from '../../detections/catalogue.js';
import type { Subject } from '../../detections/subject.js';
import { bytesText, counted, priceText } from '../../text.js';
import type { Case, Deed } from '../case.js';
import { priceUsd } from '../cost.js';
import { type DeedLine, type DeedPiece, deedLines } from '../deeds.js';
import type { History } from '../investigation.js';
import type { EvidenceFile } from '../ports.js';
import { markdownRow, markdownText } from './markdown.js';

/** What a case's timeline is written from. */
export interface TimelineParts {
  readonly history: History;
  readonly catalogue: Catalogue;
  /** What people are called, by id. */
  readonly names: ReadonlyMap<string, string>;
  /** The other files, to be listed with their sums. */
  readonly files: readonly EvidenceFile[];
  readonly written: Deed;
}

/** A case's whole history as Markdown: every deed with who, when (UTC, to the second), what came out, what it cost, and a link. */
export function timelineText({ history, catalogue, names, files, written }: TimelineParts): string {
  const { investigation } = history;
  const who = (id: string) => (names.get(id) === undefined ? id : `${markdownText(names.get(id) ?? '')} (${id})`);
  const heading = investigation.title === undefined ? '' : `: ${markdownText(investigation.title)}`;
  const rows = deedLines(history, catalogue).map((line) => rowOf(line, who));
  return [
    `# Case ${investigation.number}${heading}`,
    '',
    ...summaryOf(investigation, who).map((line) => `- ${line}`),
    `- Written: ${timeOf(written.at)} by ${who(written.by)}`,
    '',
    '## Timeline',
    '',
    'All times are UTC. What stands after "→" is what the logs said when the question was answered.',
    '',
    markdownRow(['Time', 'Who', 'What', 'Rows', 'Scanned', 'Price', 'Answer']),
    markdownRow(['---', '---', '---', '---:', '---:', '---:', '---']),
    ...rows,
    '',
    ...(files.length === 0 ? [] : ['## Files', '', ...files.map(fileLine), '']),
  ].join('\n');
}

function summaryOf(investigation: Case, who: (id: string) => string): string[] {
  const { status, closed, openedBy, openedAt, suspect, people, refused, questions } = investigation;
  const { scannedBytes, billedBytes, channelId, teamId, permalink } = investigation;
  const note = closed?.note === undefined ? '' : `: ${markdownText(closed.note)}`;
  return [
    status === 'closed' && closed ? `Closed: ${timeOf(closed.at)} by ${who(closed.by)}${note}` : 'Still open',
    `Opened: ${timeOf(openedAt)} by ${who(openedBy)}`,
    suspect
      ? `Suspect: ${kindOf(suspect)}${markdownText(suspect.value)}, chosen ${timeOf(suspect.at)} by ${who(suspect.by)}`
      : 'Suspect: none chosen',
    `People: ${people.map(who).join(', ')}`,
    ...(refused.length === 0 ? [] : [`Refused: ${refused.map(who).join(', ')}`]),
    `Cost: ${counted(questions, 'question')}, ${bytesText(scannedBytes)} scanned, ${billedBytes === 0 ? '$0' : priceText(priceUsd(billedBytes))}`,
    `Channel: ${channelId} of ${teamId}${permalink === undefined ? '' : `, [the case](<${permalink}>)`}`,
  ];
}

const kindOf = ({ kind }: Subject): string => (kind === 'identity' || kind === 'role' ? '' : `${kind} `);

/** `2026-11-24 10:41:03`, of an ISO time. */
const timeOf = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;

function rowOf({ at, by, says, outcome, permalink }: DeedLine, who: (id: string) => string): string {
  const what = says.map(pieceText).join('');
  const link = permalink === undefined ? '' : `[answer](<${permalink}>)`;
  if (!outcome) return markdownRow([timeOf(at), who(by), what, '', '', '', link]);
  const { state, finding, rows, scannedBytes, billedBytes } = outcome;
  const found = { answered: '', failed: 'no answer: ', running: 'still running' }[state] + markdownText(finding);
  return markdownRow([
    timeOf(at),
    who(by),
    `${what} → ${found}`,
    state === 'answered' ? rows.toLocaleString('en-US') : '',
    bytesText(scannedBytes),
    billedBytes === 0 ? '$0' : priceText(priceUsd(billedBytes)),
    link,
  ]);
}

const pieceText = ({ text, is }: DeedPiece): string =>
  is === 'title' ? `**${markdownText(text)}**` : markdownText(text);

const fileLine = ({ name, title, window, sha256 }: EvidenceFile): string =>
  `- \`${name}\`: ${markdownText(window === undefined ? title : `${title}, ${window}`)}; SHA-256 \`${sha256}\``;
