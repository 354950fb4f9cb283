import type { HomeView } from '@slack/types';
import type { CaseList } from '../../investigation/ports.js';
import { shortened } from '../../text.js';
import { type CasesPage, casesBlocks } from './cases-page.js';
import { header } from './elements.js';
import { MAX_SECTION } from './limits.js';
import { contextLine } from './rich-text.js';

/** Cases on a page of it. It has 100 blocks; more than these nobody scrolls through. */
export const HOME_CASES = 40;

/** The Home tab of a responder: the workspace's cases, `HOME_CASES` at most. */
export const homeView = (cases: CaseList, page: CasesPage): HomeView => ({
  type: 'home',
  blocks: [
    header('Cases'),
    contextLine(
      'A case is the investigation of one identity in an incident channel. What can be typed there: `/ir help`',
    ),
    ...casesBlocks(cases, page),
  ],
});

/**
 * The Home tab of somebody who is no responder: whom to ask, and nothing of the cases.
 *
 * @param refusal our own words, as `mrkdwn`.
 */
export const strangerHome = (refusal: string): HomeView => ({
  type: 'home',
  blocks: [
    header('Cases'),
    { type: 'section', text: { type: 'mrkdwn', text: shortened(refusal, MAX_SECTION), verbatim: true } },
  ],
});
