import { pino } from 'pino';
import type { Investigation } from '../../../src/investigation/investigation.js';
import { elementsIn } from '../../../src/local/slack/elements.js';
import { isObject, objectsIn, textOf } from '../../../src/local/slack/json.js';
import type { ActResult, Message, View } from '../../../src/local/slack/protocol.js';
import type { LocalSlack } from '../../../src/local/slack/server.js';
import { buildAccess } from '../../../src/slack/access.js';
import { registerActions } from '../../../src/slack/listeners/actions/index.js';
import { registerCommands } from '../../../src/slack/listeners/commands/index.js';
import { buildDeliveries } from '../../../src/slack/listeners/deliveries.js';
import { registerEvents } from '../../../src/slack/listeners/events/index.js';
import { buildGuard } from '../../../src/slack/listeners/guard.js';
import { registerShortcuts } from '../../../src/slack/listeners/shortcuts/index.js';
import { registerViews } from '../../../src/slack/listeners/views/index.js';
import { eventually, type Stage } from '../../local/slack/bolt-app.js';
import { openPage } from '../../local/slack/pages.js';
import { memoryInbox } from './memory-inbox.js';
import { writtenDown } from './written-down.js';

export const ALICE = 'U0ALICE';
export const BOB = 'U0BOB';
export const CAROL = 'U0CAROL';
export const CHANNEL = 'C0INC042';

/** Every listener on a real Bolt app in a workspace of its own, over an investigation that writes down what is asked. */
export async function listening(stage: Stage, answers: Partial<Investigation> = {}) {
  const slack = await stage.workspace();
  const { asked, origins, cases, deps: others } = writtenDown(answers);
  const log: string[] = [];
  const app = await stage.app(slack, (bolt) => {
    const logger = pino({ level: 'info' }, { write: (line: string) => void log.push(line) });
    const { catalogue, clock } = others;
    const access = buildAccess({
      responders: { users: [ALICE, BOB], groups: [] },
      client: bolt.client,
      clock,
      log: logger,
    });
    const deliveries = buildDeliveries({ inbox: memoryInbox(), clock, log: logger, leaseMs: 60_000 });
    const guard = buildGuard({ access, deliveries, cases, catalogue, log: logger, track: () => undefined });
    const deps = { ...others, guard, client: bolt.client };
    for (const register of [registerCommands, registerActions, registerEvents, registerShortcuts, registerViews])
      register(bolt, deps);
  });
  return { slack, app, asked, origins, log };
}

/** A person's page: the modal in front, and the Home tab. */
export async function pageOf(slack: LocalSlack, person: string) {
  const page = await openPage(slack, person);
  const last = (type: 'modal' | 'home') => page.events.findLast((event) => event.type === type);
  return {
    modal: async (says = ''): Promise<View> =>
      eventually(() => {
        const event = last('modal');
        return (
          event?.type === 'modal' && event.view !== null && JSON.stringify(event.view).includes(says) && event.view
        );
      }),
    isModalGone: () =>
      eventually(() => {
        const event = last('modal');
        return event?.type === 'modal' && event.view === null;
      }),
    home: async (says = ''): Promise<View> =>
      eventually(() => {
        const event = last('home');
        return event?.type === 'home' && JSON.stringify(event.view).includes(says) && event.view;
      }),
    close: () => page.close(),
  };
}

/** Clicks a button, or chooses an option, by what it says, in a message or a view. */
export function click(slack: LocalSlack, as: string, where: Message | View, label: string): Promise<ActResult> {
  const says = (one: unknown) => (isObject(one) && isObject(one.text) ? textOf(one.text, 'text') : undefined);
  for (const { element, actionId, blockId } of elementsIn(where.blocks ?? [])) {
    const option = [...objectsIn(element)].find((one) => one !== element && says(one) === label);
    if (says(element) !== label && !option) continue;
    const action = { type: element.type, action_id: actionId, block_id: blockId };
    return slack.act({
      type: 'block_action',
      as,
      container: 'ts' in where ? { channelId: where.channelId, ts: where.ts } : { viewId: where.id },
      action: option ? { ...action, selected_option: option } : { ...action, value: element.value },
    });
  }
  throw new Error(`nothing says ${label} in ${JSON.stringify(where.blocks)}`);
}

/** Sends a form off with these texts typed and these options chosen, by the ids of its fields. */
export function submit(
  slack: LocalSlack,
  as: string,
  view: View,
  typed: Readonly<Record<string, string>>,
  chosen: Readonly<Record<string, string>> = {},
): Promise<ActResult> {
  const held = (blockId: string) => {
    const option = chosen[blockId];
    return option === undefined ? { value: typed[blockId] } : { selected_option: { value: option } };
  };
  const values = elementsIn(view.blocks)
    .filter(({ blockId }) => blockId in typed || blockId in chosen)
    .map(({ blockId, actionId }) => [blockId, { [actionId]: held(blockId) }]);
  return slack.act({ type: 'view_submission', as, viewId: view.id, values: Object.fromEntries(values) });
}

/** The newest message that only this person sees, once it says this. */
export const told = (slack: LocalSlack, person: string, says = ''): Promise<Message> =>
  eventually(() => {
    const heard = slack.ephemerals(person).at(-1);
    return JSON.stringify(heard)?.includes(says) && heard;
  });
