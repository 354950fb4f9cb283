import type { ActionsBlock, AnyBlock } from '@slack/types';
import type { Case } from '../../investigation/case.js';
import type { CaseList } from '../../investigation/ports.js';
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

/**
 * A page of a team's cases: open ones first, then those in which something happened last. A page past the end shows the last one.
 *
 * @param size cases on a page: three blocks and one a case.
 */
export function casesBlocks({ cases, older }: CaseList, page: CasesPage, size: number): AnyBlock[] {
  if (cases.length === 0) return [richText(section(words(FILTERS.all.none)))];
  const { filter, at } = page;
  const found = cases.filter(isIn(page)).sort(byActivity);
  const pages = Math.max(1, Math.ceil(found.length / size));
  const current = Math.min(Math.max(0, page.page), pages - 1);
  const shown = found.slice(current * size, (current + 1) * size);
  const which = pages > 1 ? ` · page ${current + 1} of ${pages}` : '';
  return [
    filterMenu(filter),
    ...(shown.length === 0 ? [richText(section(words(FILTERS[filter].none)))] : shown.map(caseBlock)),
    contextLine(`${counted(found.length, 'case')}${which} · as of ${dateTimeText(at)}${olderText(older)}`),
    ...turning(filter, current, pages),
  ];
}

const olderText = (older: number): string =>
  older === 0
    ? ''
    : ` · older ones, up to case ${older}, are not listed: type /ir history and the number in their channel`;

const isIn =
  ({ filter, userId }: CasesPage) =>
  ({ status, people }: Case): boolean =>
    filter === 'all' || (filter === 'open' ? status === 'open' : people.includes(userId));

function byActivity(one: Case, other: Case): number {
  if (one.status !== other.status) return one.status === 'open' ? -1 : 1;
  if (one.lastActivityAt === other.lastActivityAt) return other.number - one.number;
  return one.lastActivityAt < other.lastActivityAt ? 1 : -1;
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
      CASE_FILTERS.map((one) => ({ label: FILTERS[one].label, value: casesPageValue({ filter: one, page: 0 }) })),
      casesPageValue({ filter, page: 0 }),
    ),
  ],
});

/** Only where there is more than one page. */
function turning(filter: CaseFilter, current: number, pages: number): ActionsBlock[] {
  const to = (text: string, suffix: string, page: number) =>
    page < 0 || page >= pages ? [] : [button(text, `${ACTIONS.casesPage}:${suffix}`, casesPageValue({ filter, page }))];
  const elements = [...to('Previous', 'previous', current - 1), ...to('Next', 'next', current + 1)];
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}
