import type { Button, RichTextSection } from '@slack/types';
import { budgetOf } from '../../investigation/budget.js';
import { type Case, fold, type Opened } from '../../investigation/case.js';
import { bytesText, counted, dateTimeText, shortened, timeText, visible } from '../../text.js';
import { ACTIONS, type CaseMenuChoice, caseMenuValue } from './button-value.js';
import { type ButtonOptions, button, header, menu, overflow } from './elements.js';
import { notification, type Rendered } from './message.js';
import { bold, logText, peopleElements, person, richText, section, words } from './rich-text.js';
import { billText } from './small-print.js';
import { subjectElements } from './subject-words.js';
import { windowText } from './window-text.js';

/** People that the card names; more are counted. */
const MAX_PEOPLE = 25;

/**
 * The card of a case that has just begun: what it says before anything was asked.
 *
 * @param limitUsd what the bot lets a case cost, in US dollars; no limit when absent. The same below.
 */
export const newCaseCard = (opened: Opened, limitUsd?: number): Rendered =>
  caseCard(fold(undefined, { ...opened, seq: 1 }), limitUsd);

/** The case card: the parent message of a case, edited in place. */
export function caseCard(investigation: Case, limitUsd?: number): Rendered {
  const name = nameOf(investigation);
  const { status, questions } = investigation;
  return {
    text: notification(`${name}: ${status}, ${counted(questions, 'question')} asked`),
    blocks: [
      header(name),
      richText(
        ...statusLines(investigation),
        suspectLine(investigation),
        section(bold('Window  '), words(windowText(investigation.window))),
        section(bold('So far  '), words(soFar(investigation, limitUsd))),
        section(bold('People  '), ...peopleElements(investigation.people, MAX_PEOPLE)),
      ),
      { type: 'actions', elements: status === 'open' ? openElements(investigation) : closedElements(investigation) },
    ],
  };
}

const nameOf = ({ number, title }: Case): string =>
  `Case ${number}${title === undefined ? '' : ` · ${shortened(visible(title), 120)}`}`;

/** On the day on which the case began, the time of day says enough. */
const momentText = (iso: string, { openedAt }: Case): string =>
  iso.slice(0, 10) === openedAt.slice(0, 10) ? timeText(iso) : dateTimeText(iso);

function statusLines(investigation: Case): RichTextSection[] {
  const { closed, openedBy, openedAt, reopenings } = investigation;
  const again = reopenings === 0 ? '' : ` · reopened ${reopenings === 1 ? 'once' : `${reopenings} times`}`;
  const started = [words('started by '), person(openedBy), words(` ${dateTimeText(openedAt)}${again}`)];
  if (!closed) return [section(bold('open'), words(' · '), ...started)];
  const note = closed.note === undefined ? [] : [words(': '), logText(closed.note)];
  return [
    section(
      bold('closed'),
      words(' by '),
      person(closed.by),
      words(` ${momentText(closed.at, investigation)}`),
      ...note,
    ),
    section(...started),
  ];
}

function suspectLine(investigation: Case): RichTextSection {
  const { suspect } = investigation;
  if (!suspect) {
    const how = investigation.status === 'open' ? ' yet: press an identity below an answer' : '';
    return section(bold('Suspect  '), words(`not chosen${how}`));
  }
  const chosen = [words(' · chosen by '), person(suspect.by), words(` ${momentText(suspect.at, investigation)}`)];
  return section(bold('Suspect  '), ...subjectElements(suspect), ...chosen);
}

function soFar(investigation: Case, limitUsd: number | undefined): string {
  const { questions, scannedBytes, billedBytes, lastActivityAt } = investigation;
  const budget = budgetOf(investigation, limitUsd);
  const price = billText(billedBytes);
  return [
    counted(questions, 'question'),
    bytesText(scannedBytes),
    budget === undefined ? price : `${price} of $${budget.toFixed(2)}`,
    `last at ${momentText(lastActivityAt, investigation)}`,
  ].join(' · ');
}

const ASK_FIRST = { authfail: 'Refused calls' };
const ASK_ABOUT_SUSPECT = { about: 'What it did', timeline: 'Timeline' };
/** In a menu, so that the buttons stay few. */
const LOOK_AT = {
  events: 'Latest events',
  services: 'Services',
  actions: 'Actions',
  sources: 'Addresses and agents',
  keys: 'Access keys',
  errors: 'Errors',
};

/** The questions that the card asks: each is the id of a detection or the name of a view. */
export const CARD_QUESTIONS: readonly string[] = Object.keys({ ...ASK_FIRST, ...ASK_ABOUT_SUSPECT, ...LOOK_AT });

/** What stands behind the three dots. */
const MENU: readonly { readonly label: string; readonly what: CaseMenuChoice['what'] }[] = [
  { label: 'Change window', what: 'window' },
  { label: 'History', what: 'history' },
  { label: 'Export', what: 'export' },
  { label: 'Add a note', what: 'note' },
  { label: 'Close case', what: 'close' },
];

const buttonsFor = (questions: Readonly<Record<string, string>>, options: ButtonOptions = {}): Button[] =>
  Object.entries(questions).map(([question, text]) => button(text, `${ACTIONS.ask}:${question}`, question, options));

/** A case that nobody has asked anything in says by its colours what to begin with. */
function openElements({ id: caseId, suspect, questions }: Case) {
  const ask = button('Ask …', ACTIONS.form, caseId, { reads: 'Ask any question' });
  const more = overflow(
    ACTIONS.caseMenu,
    MENU.map(({ label, what }) => ({ label, value: caseMenuValue({ what, caseId }) })),
  );
  if (!suspect) return [...buttonsFor(ASK_FIRST, questions === 0 ? { style: 'primary' } : {}), ask, more];
  const tables = menu(
    'More tables',
    `${ACTIONS.ask}:menu`,
    Object.entries(LOOK_AT).map(([value, label]) => ({ value, label })),
  );
  return [...buttonsFor(ASK_ABOUT_SUSPECT), ...buttonsFor(ASK_FIRST), ask, ...tables, more];
}

const closedElements = ({ id }: Case): Button[] => [
  button('History', ACTIONS.history, id),
  button('Export', ACTIONS.exportCase, id),
  button('Reopen', ACTIONS.reopen, id),
];
