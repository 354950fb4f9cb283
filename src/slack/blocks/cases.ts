import type { CaseList } from '../../investigation/ports.js';
import { type CasesPage, casesBlocks } from './cases-page.js';
import type { Rendered } from './message.js';
import { bold, richText, section } from './rich-text.js';

/** Cases on a page: as many as a screen holds; a message could hold some more. */
export const MESSAGE_CASES = 10;

/** A page of a team's cases, `MESSAGE_CASES` at most. For the person alone. */
export const casesMessage = (cases: CaseList, page: CasesPage): Rendered => ({
  text: 'Cases',
  blocks: [richText(section(bold('Cases'))), ...casesBlocks(cases, page)],
});
