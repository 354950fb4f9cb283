import type { ActionsBlock, AnyBlock } from '@slack/types';
import type { Case } from '../../investigation/case.js';
import type { CaseChoice, CaseList } from '../../investigation/ports.js';
import { counted, dateTimeText, shortened, visible } from '../../text.js';
import { ACTIONS, CASE_FILTERS, type CaseFilter, type CasesSelection, casesPageValue } from './button-value.js';
import { button, setting } from './elements.js';
import { bold, contextLine, link, peopleElements, richText, section, words } from './rich-text.js';
import { billText } from './small-print.js';
import { shortSubjectElements } from './subject-words.js';
import { windowText } from './window-text.js';

/** Which part of a team's cases is shown, to whom, and when. */
export interface CasesPage extends CasesSelection {
  readonly userId: string;
  /** ISO time. */
  readonly at: string;
}

/** People that a line names; more are counted. */
const MAX_PEOPLE = 8;

const FILTERS: Readonly<Record<CaseFilter, { readonly label: string; readonly none: string }>> = {
  open: {
    label: 'Open cases',
    none: 'No case is open. The first question in an incident channel opens one: type /ir authfail there.',
  },
  mine: {
    label: 'My cases',
    none: 'You are in no case yet. Whoever asks a question in a case, or adds a note, is in it.',
  },
  all: { label: 'All cases', none: 'No case yet. Type /ir authfail in an incident channel.' },
};

/** Which cases a page has, as they are asked for. */
export const casesChoice = ({ filter, from, userId }: CasesPage): CaseChoice => ({
  ...(filter === 'all' ? {} : { of: filter === 'open' ? 'open' : { userId } }),
  ...(from === 0 ? {} : { from }),
});

/** A page of a team's cases, newest first, with buttons to those before and after it: three blocks and one a case. */
export function casesBlocks({ cases, older, newer }: CaseList, { filter, at }: CasesPage): AnyBlock[] {
  const isAll = older === 0 && newer === undefined;
  if (filter === 'all' && isAll && cases.length === 0) return [richText(section(words(FILTERS.all.none)))];
  const none = isAll ? FILTERS[filter].none : NONE_HERE;
  return [
    filterMenu(filter),
    ...(cases.length === 0 ? [richText(section(words(none)))] : cases.map(caseBlock)),
    contextLine(`${isAll ? counted(cases.length, 'case') : partText(cases)} · as of ${dateTimeText(at)}`),
    ...turning(filter, { older, newer }),
  ];
}

const NONE_HERE = 'No case of this part of the list can be shown.';

function partText(cases: readonly Case[]): string {
  const [highest, lowest] = [cases.at(0)?.number, cases.at(-1)?.number];
  if (highest === undefined) return 'None';
  return highest === lowest ? `Case ${highest}` : `Cases ${highest} to ${lowest}`;
}

function caseBlock(investigation: Case): AnyBlock {
  const { number, title, status, channelId, permalink, suspect, window, people } = investigation;
  const { questions, billedBytes, lastActivityAt } = investigation;
  const name = `Case ${number}${title === undefined ? '' : ` · ${shortened(visible(title), 80)}`}`;
  const about = suspect
    ? [words('suspect '), ...shortSubjectElements(suspect)]
    : [words(status === 'open' ? 'no suspect yet' : 'no suspect')];
  const facts = [windowText(window), counted(questions, 'question'), billText(billedBytes)];
  return richText(
    section(permalink === undefined ? bold(name) : link(permalink, name), words(` · ${status} · `), {
      type: 'channel',
      channel_id: channelId,
    }),
    section(...about, words(` · ${facts.join(' · ')}`)),
    section(...peopleElements(people, MAX_PEOPLE), words(` · last activity ${dateTimeText(lastActivityAt)}`)),
  );
}

const filterMenu = (filter: CaseFilter): ActionsBlock => ({
  type: 'actions',
  elements: [
    setting(
      `${ACTIONS.casesPage}:filter`,
      CASE_FILTERS.map((one) => ({ label: FILTERS[one].label, value: casesPageValue({ filter: one, from: 0 }) })),
      casesPageValue({ filter, from: 0 }),
    ),
  ],
});

/** Only where there is more than one page. A button leads to the number that its page begins with; 0 is the newest. */
function turning(filter: CaseFilter, { older, newer }: Pick<CaseList, 'older' | 'newer'>): ActionsBlock[] {
  const to = (text: string, suffix: string, from: number) =>
    button(text, `${ACTIONS.casesPage}:${suffix}`, casesPageValue({ filter, from }));
  const elements = [
    ...(newer === undefined ? [] : [to('Newer', 'previous', newer)]),
    ...(older === 0 ? [] : [to('Older', 'next', older)]),
  ];
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}
