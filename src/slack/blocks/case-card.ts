import type { ActionsBlock, RichTextElement, StaticSelect } from '@slack/types';
import type { Subject, SubjectKind } from '../../detections/subject.js';
import { budgetOf } from '../../investigation/budget.js';
import { type Case, fold, type Opened } from '../../investigation/case.js';
import { priceUsd } from '../../investigation/cost.js';
import { ALL, briefWindow } from '../../investigation/window.js';
import { bytesText, counted, dateTimeText, priceText, timeText } from '../../text.js';
import { ACTIONS } from './button-value.js';
import { button, menu } from './elements.js';
import type { Rendered } from './message.js';
import { bold, logCode, person, richText, section, words } from './rich-text.js';

/**
 * The card of a case that has just begun: what it says before anything was asked.
 *
 * @param limitUsd what the bot lets a case cost, in US dollars; no limit when absent. The same below.
 */
export const newCaseCard = (opened: Opened, limitUsd?: number): Rendered =>
  caseCard(fold(undefined, { ...opened, seq: 1 }), limitUsd);

/** The case card: the parent message of a case, edited in place. */
export function caseCard(investigation: Case, limitUsd?: number): Rendered {
  const { number, openedBy, openedAt, suspect, people, window } = investigation;
  const lines = [
    section(words('open · started by '), person(openedBy), words(` ${dateTimeText(openedAt)}`)),
    suspect
      ? section(
          bold('Suspect  '),
          ...suspectElements(suspect),
          words(' · chosen by '),
          person(suspect.by),
          words(` ${timeText(suspect.at)}`),
        )
      : section(bold('Suspect  '), words('not chosen yet: click an identity in an answer')),
    section(bold('Window  '), words(windowText(window))),
    section(bold('So far  '), words(soFar(investigation, limitUsd))),
    section(
      bold('People  '),
      ...people.flatMap((userId, at) => (at === 0 ? [person(userId)] : [words(', '), person(userId)])),
    ),
  ];
  return {
    text: `Case ${number}: ${counted(investigation.questions, 'question')} asked`,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: `Case ${number}`, emoji: false } },
      richText(...lines),
      actions(suspect !== undefined),
    ],
  };
}

/** What stands before a suspect's value; an ARN says itself what it is. */
const KINDS: Readonly<Record<SubjectKind, string>> = {
  identity: '',
  role: 'role ',
  key: 'access key ',
  address: 'address ',
  agent: 'user agent ',
};

const suspectElements = ({ kind, value }: Subject): RichTextElement[] => [
  ...(KINDS[kind] === '' ? [] : [words(KINDS[kind])]),
  logCode(value),
];

/** A case keeps its window as text; whether it has ends is all that matters here, not which. */
const windowText = (text: string): string =>
  briefWindow(/^all$/i.test(text) ? ALL : { text, span: { from: '', to: '' } });

function soFar(investigation: Case, limitUsd: number | undefined): string {
  const { questions, scannedBytes, billedBytes, lastActivityAt } = investigation;
  const budget = budgetOf(investigation, limitUsd);
  const price = billedBytes === 0 ? '$0' : priceText(priceUsd(billedBytes));
  return [
    counted(questions, 'question'),
    bytesText(scannedBytes),
    budget === undefined ? price : `${price} of $${budget.toFixed(2)}`,
    `last at ${timeText(lastActivityAt)}`,
  ].join(' · ');
}

const ASK_ALWAYS = { authfail: 'Refused calls' };
const ASK_ABOUT_SUSPECT = { about: 'What it did', timeline: 'Timeline', events: 'Latest events' };
/** In a menu, so that the buttons stay few. */
const LOOK_AT = {
  services: 'Services',
  actions: 'Actions',
  sources: 'Addresses and agents',
  keys: 'Access keys',
  errors: 'Errors',
};

/** The questions that the card asks: each is the id of a detection or the name of a view. */
export const CARD_QUESTIONS: readonly string[] = Object.keys({ ...ASK_ALWAYS, ...ASK_ABOUT_SUSPECT, ...LOOK_AT });

const buttonsFor = (questions: Readonly<Record<string, string>>) =>
  Object.entries(questions).map(([question, text]) => button(text, `${ACTIONS.ask}:${question}`, question));

function actions(hasSuspect: boolean): ActionsBlock {
  const history = button('History', ACTIONS.history, 'open');
  const tables: StaticSelect[] = menu(
    'More tables',
    `${ACTIONS.ask}:menu`,
    Object.entries(LOOK_AT).map(([value, label]) => ({ value, label })),
  );
  const elements = hasSuspect
    ? [...buttonsFor(ASK_ALWAYS), ...buttonsFor(ASK_ABOUT_SUSPECT), history, ...tables]
    : [...buttonsFor(ASK_ALWAYS), history];
  return { type: 'actions', elements };
}
