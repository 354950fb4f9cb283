import type { Button } from '@slack/types';
import type { Case, Opened } from '../../investigation/case.js';
import type { Rendered } from './answer.js';
import { ACTIONS } from './button-value.js';
import { bold, logCode, person, richText, section, words } from './rich-text.js';
import { bytesText, counted, dateTimeText, timeText } from './text.js';

/** The card of a case that has just begun: what it says before anything was asked. */
export function newCaseCard(opened: Opened): Rendered {
  const { number, by, at, window } = opened;
  return card({
    number,
    openedBy: by,
    openedAt: at,
    window,
    people: [by],
    questions: 0,
    scannedBytes: 0,
    lastActivityAt: at,
  });
}

/** The case card: the parent message of a case, edited in place. */
export const caseCard = (investigation: Case): Rendered => card(investigation);

type CardFields = Omit<Case, 'id' | 'teamId' | 'channelId' | 'threadTs' | 'status' | 'seq'>;

function card(fields: CardFields): Rendered {
  const { number, openedBy, openedAt, suspect, people, questions, scannedBytes, lastActivityAt, window } = fields;
  const lines = [
    section(words('open · started by '), person(openedBy), words(` ${dateTimeText(openedAt)}`)),
    suspect
      ? section(
          bold('Suspect  '),
          logCode(suspect.arn),
          words(' · chosen by '),
          person(suspect.by),
          words(` ${timeText(suspect.at)}`),
        )
      : section(bold('Suspect  '), words('not chosen yet: click an identity in an answer')),
    section(bold('Window  '), words(/^\d+[mhd]$/.test(window) ? `the last ${window}` : `${window} UTC`)),
    section(
      bold('So far  '),
      words(
        `${counted(questions, 'question')} · ${bytesText(scannedBytes)} scanned · last at ${timeText(lastActivityAt)} · `,
      ),
      ...people.flatMap((userId, at) => (at === 0 ? [person(userId)] : [words(', '), person(userId)])),
    ),
  ];
  return {
    text: `Case ${number}: ${counted(questions, 'question')} asked`,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: `Case ${number}`, emoji: false } },
      richText(...lines),
      { type: 'actions', elements: suspect ? [...refusals, ...aboutSuspect, history] : [...refusals, history] },
    ],
  };
}

const button = (text: string, action: string, value: string): Button => ({
  type: 'button',
  action_id: action,
  text: { type: 'plain_text', text, emoji: false },
  value,
});

const ask = (text: string, detection: string): Button => button(text, `${ACTIONS.ask}:${detection}`, detection);

const refusals = [ask('Refused calls', 'authfail'), ask('Refused identities', 'identities')];
const aboutSuspect = [
  ask('Services', 'services'),
  ask('Actions', 'actions'),
  ask('Timeline', 'timeline'),
  ask('Latest events', 'events'),
];
const history = button('History', ACTIONS.history, 'open');

/** The questions that the card's buttons ask: every one of them has to be in the catalogue. */
export const CARD_QUESTIONS: readonly string[] = [...refusals, ...aboutSuspect].map(({ value }) => value ?? '');
