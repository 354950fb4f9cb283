import { z } from 'zod';
import { checkBlocks, checkView, type Refusal } from '../block-kit/check-blocks.js';
import { jsonField } from '../content.js';
import { isObject, type JsonObject } from '../json.js';
import { LOCAL_BOT, LOCAL_TEAM, LOCAL_USER_GROUP, OTHER_TEAM, sharingOf, standingOf } from '../people.js';
import type { Person, WorkspaceChannel } from '../protocol.js';
import { SlackError } from '../slack-error.js';
import { channelOf } from './chat.js';
import { type Method, method } from './method.js';

/** The methods that ask who and what is in the workspace, and the one that opens sockets. */
export const workspaceMethods: Readonly<Record<string, Method>> = {
  'apps.connections.open': { token: 'app', call: (_, { sockets }) => ({ url: sockets.issueUrl() }) },

  'auth.test': method(z.object({}), (_, { origin }) => ({
    url: `${origin}/`,
    team: LOCAL_TEAM.name,
    team_id: LOCAL_TEAM.id,
    user: LOCAL_BOT.name,
    user_id: LOCAL_BOT.id,
    bot_id: LOCAL_BOT.botId,
    is_enterprise_install: false,
  })),

  'conversations.info': method(z.object({ channel: z.string() }), (args, parts) => ({
    channel: slackChannel(channelOf(parts, args.channel)),
  })),

  'conversations.members': method(z.object({ channel: z.string() }), (args, parts) => {
    const { hasBot } = channelOf(parts, args.channel);
    const members = [...parts.workspace.people.map(({ id }) => id), ...(hasBot ? [LOCAL_BOT.id] : [])];
    return { members, response_metadata: { next_cursor: '' } };
  }),

  'users.info': method(z.object({ user: z.string() }), (args, { workspace }) => {
    const user = args.user === LOCAL_BOT.id ? { ...LOCAL_BOT, standing: 'bot' } : workspace.person(args.user);
    if (!user) throw new SlackError('user_not_found');
    return { user: slackUser(user) };
  }),

  'usergroups.users.list': method(z.object({ usergroup: z.string() }), (args, { workspace }) => {
    if (args.usergroup !== LOCAL_USER_GROUP) throw new SlackError('no_such_subteam');
    return { users: workspace.people.filter(({ role }) => role === 'responder').map(({ id }) => id) };
  }),

  'blocks.validate': method(
    z.object({ blocks: jsonField.optional(), message: jsonField.optional(), view: jsonField.optional() }),
    ({ blocks, message, view }, { rules: { refuseBlocks } }) => {
      if (view !== undefined) return { errors: asErrors(checkView(view, refuseBlocks)) };
      const sent = isObject(message) ? message.blocks : blocks;
      if (!Array.isArray(sent) || !sent.every(isObject)) throw new SlackError('invalid_blocks_format');
      return { errors: asErrors(checkBlocks(sent, { surface: 'message', refuseBlocks })) };
    },
  ),
};

function asErrors(refusal: Refusal | undefined): readonly JsonObject[] {
  return refusal ? [{ code: refusal.error, message: refusal.reason, pointer: refusal.pointer }] : [];
}

function slackChannel(channel: WorkspaceChannel): JsonObject {
  const { id, name, topic, hasBot } = channel;
  const sharing = sharingOf(channel);
  return {
    id,
    name,
    name_normalized: name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: false,
    is_archived: false,
    is_general: name === 'general',
    is_member: hasBot,
    is_shared: sharing === 'with another organization' || sharing === 'with another workspace',
    is_org_shared: sharing === 'with another workspace',
    is_ext_shared: sharing === 'with another organization',
    is_pending_ext_shared: sharing === 'invited another organization',
    context_team_id: LOCAL_TEAM.id,
    topic: { value: topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

function slackUser(user: Pick<Person, 'id' | 'name'>): JsonObject {
  const { id, name } = user;
  const standing = standingOf(user);
  const isForeign = standing === 'member of another workspace';
  const teamId = isForeign ? OTHER_TEAM.id : LOCAL_TEAM.id;
  return {
    id,
    team_id: teamId,
    name,
    real_name: name,
    deleted: standing === 'deactivated',
    tz: 'Etc/UTC',
    tz_offset: 0,
    is_admin: false,
    is_bot: standing === 'bot',
    is_app_user: false,
    is_restricted: standing === 'guest' || standing === 'single-channel guest',
    is_ultra_restricted: standing === 'single-channel guest',
    ...(isForeign && { is_stranger: true }),
    profile: { real_name: name, display_name: name, team: teamId },
  };
}
