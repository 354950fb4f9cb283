/**
 * What Slack does and this workspace does not. An app that passes here has not been tried against these, so a reader who relies on
 * one of them has to try it on Slack.
 */
export const NOT_MODELLED: readonly string[] = [
  'rate limits: no call is slowed down or refused for being one too many',
  'direct messages, private and shared channels, archived channels, guests, other workspaces and Enterprise Grid',
  'joining and leaving: everybody is in every channel, the bot in those that say so',
  'scopes: a token may call every method that is here',
  'OAuth, and HTTP mode with signed requests',
  'methods that are not listed in web-api/, among them files, reactions, pins, bookmarks, canvases, search and streaming',
  'events but app_mention and app_home_opened; none is delivered a second time when it is not acknowledged',
  'shortcuts, workflow steps, dialogs, link unfurling, options loaded by an external_select',
  'attachments (refused), message metadata, reply_broadcast, username and icon overrides (passed over)',
  'mrkdwn: it is not parsed by the server, so @name and #name in an app’s text stay text',
  'the echo of a slash command that is answered in_channel',
  'tombstones: a deleted parent leaves its replies without one',
  'the limit on the size of a view in bytes, and limits that Slack does not document',
  'that ephemeral messages go with the next reload: here they stay until the workspace stops',
  'when Slack replaces the original of a response_url without being told: here only replace_original does',
];
