import type { CasesSelection } from '../blocks/button-value.js';
import { casesChoice } from '../blocks/cases-page.js';
import { HOME_CASES, homeView } from '../blocks/home.js';
import type { ListenerDeps } from './deps.js';

/** Shows a responder the team's cases in the Home tab. */
export async function publishHome(
  { client, cases, clock }: ListenerDeps,
  { teamId, userId }: { readonly teamId: string; readonly userId: string },
  selection: CasesSelection,
): Promise<void> {
  const page = { ...selection, userId, at: clock.now().toISOString() };
  const list = await cases.cases(teamId, HOME_CASES, casesChoice(page));
  await client.views.publish({ user_id: userId, view: homeView(list, page) });
}
