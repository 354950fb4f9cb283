import { tellEvent } from '../events.js';
import type { Parts } from '../parts.js';
import { slackView } from '../payloads.js';
import type { ActResult, Person } from '../protocol.js';
import { DONE } from './act.js';

/** Tells the app that a person looks at its Home tab. */
export async function homeOpened(parts: Parts, person: Person): Promise<ActResult> {
  const home = parts.views.homeOf(person.id);
  tellEvent(parts, {
    type: 'app_home_opened',
    user: person.id,
    channel: `D0${person.id.slice(1)}`,
    tab: 'home',
    event_ts: parts.workspace.nextTs(),
    ...(home && { view: slackView(home) }),
  });
  return DONE;
}
