import { z } from 'zod';
import { jsonField, readView } from '../content.js';
import type { JsonObject } from '../json.js';
import type { Parts } from '../parts.js';
import { slackView } from '../payloads.js';
import { SlackError } from '../slack-error.js';
import type { OpenView } from '../view-stacks.js';
import { type Method, method } from './method.js';

const triggered = z.object({ trigger_id: z.string(), view: jsonField });
const hash = z.string().optional();

/** The `views.*` methods. https://docs.slack.dev/reference/methods (as of November 2026) */
export const viewMethods: Readonly<Record<string, Method>> = {
  'views.open': method(triggered, (args, parts) => {
    const view = readView(args.view, 'modal', parts.rules);
    return shown(parts, parts.views.open(parts.triggers.exchange(args.trigger_id), view));
  }),

  'views.push': method(triggered, (args, parts) => {
    const view = readView(args.view, 'modal', parts.rules);
    return shown(parts, parts.views.push(parts.triggers.exchange(args.trigger_id), view));
  }),

  'views.update': method(
    z.object({ view: jsonField, view_id: z.string().optional(), external_id: z.string().optional(), hash }),
    (args, parts) => {
      const open = parts.views.find(args.view_id ?? args.external_id ?? '');
      if (!open) throw new SlackError('not_found');
      const view = readView(args.view, open.definition.type, parts.rules);
      return shown(parts, parts.views.update(open, view, args.hash));
    },
  ),

  'views.publish': method(z.object({ user_id: z.string(), view: jsonField, hash }), (args, parts) => {
    if (!parts.workspace.person(args.user_id)) throw new SlackError('user_not_found');
    const view = readView(args.view, 'home', parts.rules);
    return shown(parts, parts.views.publish(args.user_id, view, args.hash));
  }),
};

function shown({ views }: Parts, view: OpenView): JsonObject {
  return { view: slackView(view, views.below(view)) };
}
